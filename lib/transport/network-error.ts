/** Makes an error with a code of whatever a transport throws, without what is personal in it. */

import { isObject } from '../base/check.js';
import { PlenigoNetworkError } from '../base/errors.js';

/** A fetch of the site's own may have time limits of its own, and these are their names. */
const TIMEOUT_NAMES = new Set(['TimeoutError', 'AbortError']);
const TIMEOUT_CODES = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const RESET_CODES = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE']);

export function createNetworkError(call: string, error: unknown): PlenigoNetworkError {
  const system = findSystemCode(error) ?? '';
  const isTimeout = TIMEOUT_CODES.has(system) || (error instanceof Error && TIMEOUT_NAMES.has(error.name));
  if (isTimeout) return new PlenigoNetworkError('timeout', { call });
  // The message of the original holds the URL, and so the customer's id: only its code goes on.
  const cause = Object.assign(new Error(system || 'unknown fault of the transport'), system && { code: system });
  if (system === 'ECONNREFUSED') return new PlenigoNetworkError('connection-refused', { call, cause });
  const code = RESET_CODES.has(system) ? 'connection-reset' : 'network-error';
  return new PlenigoNetworkError(code, { call, cause });
}

/** Looks for a code in the error, in its causes, and in the first of what an AggregateError collects. */
function findSystemCode(error: unknown, depth = 0): string | undefined {
  if (!isObject(error) || depth > 4) return undefined;
  const { code, cause, errors } = error;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const nested = findSystemCode(cause, depth + 1) ?? findSystemCode(first, depth + 1);
  return nested ?? (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : undefined);
}
