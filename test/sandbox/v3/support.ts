/** What the tests of the sandbox's API v3 share. */
import type { Sandbox } from '../../../lib/sandbox/index.js';
import { type Answer, type Call, send } from '../support.js';

/** One call with the sandbox's API token; the path begins after `/api/v3.0`. */
export function callV3(sandbox: Sandbox, { path, headers, ...call }: Call): Promise<Answer> {
  const token = { 'x-plenigo-token': sandbox.v3.options.apiToken };
  return send(sandbox, { ...call, path: `/api/v3.0${path}`, headers: { ...token, ...headers } });
}

export const item = (plenigoOfferId: string) => ({ plenigoOfferId, quantity: 1 });

export async function prepare(sandbox: Sandbox, body: object): Promise<string> {
  const { json } = await callV3(sandbox, {
    method: 'POST',
    path: '/checkout/preparePurchase',
    body: { customerIpAddress: '198.51.100.42', ...body },
  });
  return String(json?.purchaseId);
}

export async function openSession(sandbox: Sandbox, customerId: string, body: object = {}): Promise<string> {
  const { json } = await callV3(sandbox, { method: 'POST', path: `/sessions/${customerId}`, body });
  return String(json?.customerSession);
}
