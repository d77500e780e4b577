/** Whether plenigo can be reached, and if not, at which step it fails: name, connection, TLS, or answer. */

import { type PlenigoError, PlenigoNetworkError } from '../../base/errors.js';
import { type Finding, startFinding } from './finding.js';

/** With these codes the system says that a name leads nowhere. */
const DNS = /^(ENOTFOUND|EAI_AGAIN|ENODATA)$/;

/** Node's names for what can be wrong with a certificate or a handshake. */
const TLS = /CERT|TLS|SSL|UNABLE_TO|SELF_SIGNED|EPROTO/;

/** `error` is that of the first call. If there is none, or if plenigo itself refuses, then plenigo was reached. */
export function judgeConnection(error: PlenigoError | undefined, apiUrl: string): Finding {
  const say = startFinding('Connection');
  const { host, hostname } = new URL(apiUrl);
  const system = (error?.cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (error instanceof PlenigoNetworkError && DNS.test(system)) return say('name', hostname, system);
  if (error instanceof PlenigoNetworkError && TLS.test(system)) return say('encryption', host, system);
  switch (error?.code) {
    case 'connection-refused':
      return say('refused', host);
    case 'timeout':
      return say('silent', host);
    case 'invalid-response':
    case 'unexpected-status':
      return say('foreign', host);
    case 'server-error':
    case 'bad-gateway':
    case 'service-unavailable':
    case 'gateway-timeout':
      return say('failing', host, error.code);
  }
  return error instanceof PlenigoNetworkError ? say('broken', host, system && ` (${system})`) : say('fine', host);
}
