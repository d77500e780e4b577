/** The `plenigoToken` header: who calls, once, for five minutes. */
import { expect } from 'chai';
import { COMPANY_ID, clientFor, sampleCall } from '../support/calls.js';
import { inTurn, json, reset, useRecordingServer } from '../support/recording-server.js';

function read(token: unknown): { header: string; claims: Record<string, unknown> } {
  const [header, payload] = String(token).split('.');
  const decode = (part: string | undefined) => Buffer.from(part ?? '', 'base64url').toString();
  return { header: decode(header), claims: JSON.parse(decode(payload)) };
}

describe('the plenigoToken header', () => {
  const server = useRecordingServer();

  it('has the header and claims that plenigo documents, ends in five minutes, and is another for a retry', async () => {
    const client = clientFor(server().url);
    const before = Math.floor(Date.now() / 1000);
    server().answer = inTurn(reset, json(503, {}), json(200, { loginToken: 't' }));
    const { run } = sampleCall('createLoginToken');
    await run(client).catch(() => {});
    await run(client);

    const tokens = server().requests.map(({ headers }) => read(headers.plenigotoken));
    expect(new Set(tokens.map(({ claims }) => claims.jti)).size).to.equal(3);
    for (const { header, claims } of tokens) {
      const { jti, exp, ...rest } = claims;
      expect([header, rest]).to.deep.equal(['{"alg":"HS256"}', { companyId: COMPANY_ID, aud: 'plenigo' }]);
      expect(jti).to.match(/^[0-9a-f-]{36}$/);
      expect(exp).to.be.within(before + 300, Math.floor(Date.now() / 1000) + 300);
    }
  });
});
