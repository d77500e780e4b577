/** Whether plenigo can be reached, and if not, at which step it fails: name, connection, TLS, or answer. */

import { type PlenigoError, PlenigoNetworkError } from '../../base/errors.js';
import type { Finding } from './finding.js';

const check = 'Connection';

/** With these codes the system says that a name leads nowhere. */
const DNS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA']);

/** Node's names for what can be wrong with a certificate or a handshake. */
const TLS = /CERT|TLS|SSL|UNABLE_TO|SELF_SIGNED|EPROTO/;

/** `error` is that of the first call. If there is none, or if plenigo itself refuses, then plenigo was reached. */
export function judgeConnection(error: PlenigoError | undefined, apiUrl: string): Finding {
  const { host, hostname } = new URL(apiUrl);
  const fail = (text: string, cure: string): Finding => ({ check, level: 'fail', text, cure });
  if (error instanceof PlenigoNetworkError) {
    const system = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? '';
    if (DNS.has(system)) {
      return fail(
        `The name ${hostname} leads nowhere (${system}).`,
        'Check the DNS settings of this machine, and the spelling of --api-url if you set it.',
      );
    }
    if (TLS.test(system)) {
      return fail(
        `The encrypted connection to ${host} fails (${system}).`,
        'Check the clock of this machine, whether a proxy opens connections (then Node needs its certificate, in NODE_EXTRA_CA_CERTS), and that the address speaks https.',
      );
    }
    if (error.code === 'connection-refused') {
      return fail(
        `Nothing accepts connections at ${host}.`,
        'Check the port in --api-url if you set it, and the firewall; a sandbox must be running.',
      );
    }
    if (error.code === 'timeout') {
      return fail(
        `${host} does not answer within ten seconds.`,
        'Check whether a firewall lets this machine out, and try again.',
      );
    }
    return fail(
      `The connection to ${host} broke${system && ` (${system})`}.`,
      'Try again; if it stays so, look for a proxy or a firewall between.',
    );
  }
  switch (error?.code) {
    case 'invalid-response':
    case 'unexpected-status':
      return fail(`Something answers at ${host}, but not as plenigo does.`, 'Check --api-url, and any proxy between.');
    case 'server-error':
    case 'bad-gateway':
    case 'service-unavailable':
    case 'gateway-timeout':
      return fail(
        `${host} answers that it fails on its side (${error.code}).`,
        'Nothing is wrong here. Try again in a few minutes, and tell plenigo if it stays so.',
      );
    default:
      return { check, level: 'ok', text: `${host} answers.` };
  }
}
