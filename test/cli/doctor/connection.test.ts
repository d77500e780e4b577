// Which plenigo the doctor asks, and what it says about a connection that fails, by the code that the system gives it.
import dns from 'node:dns';
import { expect } from 'chai';
import { PlenigoNetworkError } from '../../../lib/base/errors.js';
import { judgeConnection } from '../../../lib/cli/doctor/connection.js';
import { run } from '../../../lib/cli/run.js';
import { startSandbox } from '../../../lib/sandbox/index.js';
import { openSession } from '../io.js';

const certificates = [
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_SSL_WRONG_VERSION_NUMBER', 'EPROTO'],
];

describe('the command doctor, with no address', () => {
  const { lookup } = dns;
  let code: string;
  // Nothing outside of this machine is reached: every name leads nowhere.
  beforeEach(() => {
    dns.lookup = ((name: string, _options: unknown, answer: (error: Error) => void) =>
      answer(Object.assign(new Error(name), { code }))) as unknown as typeof lookup;
  });
  afterEach(() => {
    dns.lookup = lookup;
  });

  for (const [what, codes, environment, says] of [
    ['a name', ['ENOTFOUND', 'EAI_AGAIN'], 'live', /The name HOST leads nowhere \(CODE\)\. → Check the DNS/],
    ['a name of stage', ['ENOTFOUND'], 'stage', /The name HOST leads nowhere/],
    ['a certificate', certificates, 'live', /encrypted connection to HOST fails \(CODE\).*NODE_EXTRA_CA_CERTS/],
    ['something else', ['EWHATEVER'], 'live', /The connection to HOST broke \(CODE\)\./],
  ] as const) {
    it(`says which environment it asks, and that it is a matter of ${what}, if the system says so`, async () => {
      for (code of codes) {
        const session = openSession({ env: { companyId: 'a-company', secret: 'a-secret' } });
        const args = environment === 'live' ? [] : ['--environment', environment];
        expect(await run(['doctor', ...args], session.io)).to.equal(1);
        const host = environment === 'live' ? 'api.plenigo.com' : 'api.plenigo-stage.com';
        const report = session.printed().replace(/\s+/g, ' ');
        expect(report).to.include(`Company a-company at https://${host} (${environment}) `);
        expect(report.replaceAll(host, 'HOST').replaceAll(code, 'CODE')).to.match(says);
      }
    });
  }

  it('takes it for a matter of firewalls, where nothing is answered', () => {
    const error = new PlenigoNetworkError('timeout', { call: 'createLoginToken', cause: undefined });
    const { level, text, cure } = judgeConnection(error, 'https://api.plenigo.com');
    expect([level, text]).to.deep.equal(['fail', 'api.plenigo.com does not answer within ten seconds.']);
    expect(cure).to.include('firewall');
  });
});

describe('the command doctor, with an address', () => {
  it('names the address, which is of no environment', async () => {
    const sandbox = await startSandbox();
    const { companyId, apiUrl } = sandbox.options;
    const session = openSession({ env: { companyId, secret: 'wrong' } });
    const code = await run(['doctor', '--api-url', apiUrl, '--environment', 'stage'], session.io);
    await sandbox.close();
    expect(code).to.equal(1);
    expect(session.printed().split('\n')[0]).to.equal(`Company ${companyId} at ${apiUrl}`);
    expect(session.printed().replace(/\s+/g, ' ')).to.include(`shows for ${apiUrl}:`);
  });
});
