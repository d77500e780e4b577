/** Who may see and use the sandbox's console: browsers on this machine, and its forms only from the console itself. */
import type { IncomingMessage } from 'node:http';

const NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether the request came to a name of this machine. Another site can make its own name lead here (DNS rebinding) and
 * would then count as the same origin; it cannot change the Host header that tells of it.
 */
export function isOwnHost({ headers, socket }: IncomingMessage): boolean {
  const port = socket.localPort;
  return NAMES.some((name) => headers.host === `${name}:${port}` || (port === 80 && headers.host === name));
}

/** Whether the page itself sent the request; a browser names origin and site of every POST. */
export function isOwnPage({ headers }: IncomingMessage): boolean {
  return headers.origin === `http://${headers.host}` && (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';
}
