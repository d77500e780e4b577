/** The `plenigoToken` header: who calls, once, for five minutes. */
import { expect } from 'chai';
import { createSigner } from '../../lib/base/signing.js';
import { createPlenigoToken } from '../../lib/v2/client.js';
import { COMPANY_ID, clientFor, SECRET, sampleCall } from '../support/calls.js';
import { inTurn, json, reset, useRecordingServer } from '../support/recording-server.js';

function read(token: unknown): { header: string; claims: Record<string, unknown> } {
  const [header, payload] = String(token).split('.');
  const decode = (part: string | undefined) => Buffer.from(part ?? '', 'base64url').toString();
  return { header: decode(header), claims: JSON.parse(decode(payload)) };
}

describe('the plenigoToken header', () => {
  const server = useRecordingServer();

  it('has the header and claims that plenigo documents, and expires in five minutes', () => {
    const before = Math.floor(Date.now() / 1000);
    const { header, claims } = read(createPlenigoToken({ companyId: COMPANY_ID, signer: createSigner(SECRET) }));
    const after = Math.floor(Date.now() / 1000);

    expect(header).to.equal('{"alg":"HS256"}');
    expect(Object.keys(claims)).to.have.members(['companyId', 'aud', 'jti', 'exp']);
    expect(claims).to.include({ companyId: COMPANY_ID, aud: 'plenigo' });
    expect(claims.exp).to.be.within(before + 300, after + 300);
  });

  it('has a new jti for every attempt, also for a retry', async () => {
    const client = clientFor(server().url);
    server().answer = inTurn(reset, json(503, {}), json(200, { loginToken: 't' }));
    const { run } = sampleCall('createLoginToken');
    await run(client).catch(() => {});
    await run(client);

    const tokens = server().requests.map(({ headers }) => read(headers.plenigotoken).claims.jti);
    expect(tokens).to.have.length(3);
    expect(new Set(tokens).size).to.equal(3);
    for (const jti of tokens) expect(jti).to.match(/^[0-9a-f-]{36}$/);
  });
});
