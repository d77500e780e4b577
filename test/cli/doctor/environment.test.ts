// Which plenigo the doctor asks, with an address of the site's own and without one.
import dns from 'node:dns';
import { expect } from 'chai';
import { run } from '../../../lib/cli/run.js';
import { startSandbox } from '../../../lib/sandbox/index.js';
import { openSession } from '../io.js';

describe('the command doctor, with no address', () => {
  const { lookup } = dns;
  // Nothing outside of this machine is reached: every name leads nowhere.
  beforeEach(() => {
    dns.lookup = ((name: string, _options: unknown, answer: (error: Error) => void) =>
      answer(Object.assign(new Error(name), { code: 'ENOTFOUND' }))) as unknown as typeof lookup;
  });
  afterEach(() => {
    dns.lookup = lookup;
  });

  for (const [args, environment, host] of [
    [[], 'live', 'api.plenigo.com'],
    [['--environment', 'stage'], 'stage', 'api.plenigo-stage.com'],
  ] as const) {
    it(`asks the ${environment} environment, and says so`, async () => {
      const session = openSession({ env: { companyId: 'a-company', secret: 'a-secret' } });
      expect(await run(['doctor', ...args], session.io)).to.equal(1);
      const report = session.printed().replace(/\s+/g, ' ');
      expect(report).to.include(`Company a-company at https://${host} (${environment}) `);
      expect(report).to.include(`The name ${host} leads nowhere (ENOTFOUND).`);
    });
  }
});

describe('the command doctor, with an address', () => {
  it('names the address, which is of no environment', async () => {
    const sandbox = await startSandbox();
    try {
      const { companyId, apiUrl } = sandbox.options;
      const session = openSession({ env: { companyId, secret: 'wrong' } });
      expect(await run(['doctor', '--api-url', apiUrl, '--environment', 'stage'], session.io)).to.equal(1);
      const report = session.printed();
      expect(report.split('\n')[0]).to.equal(`Company ${companyId} at ${apiUrl}`);
      expect(report.replace(/\s+/g, ' ')).to.include(`shows for ${apiUrl}:`);
    } finally {
      await sandbox.close();
    }
  });
});
