// `express-plenigo sandbox` without a process of its own: what it prints works, and it stops when told to.
import { expect } from 'chai';
import { run } from '../../lib/cli/run.js';
import { createPlenigo, PlenigoClient } from '../../lib/index.js';
import type * as v2 from '../../lib/v2/options.js';
import { PlenigoClient as V3Client } from '../../lib/v3/client.js';
import type * as v3 from '../../lib/v3/options.js';
import { silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { listen } from '../support/newsstand.js';
import { openSession } from './io.js';

/** The printed lines as somebody pastes them, by the names of the options. */
function pasted(lines: string) {
  const pairs = [...lines.matchAll(/^PLENIGO_(\w+)=(.+)$/gm)].map(([, name = '', value]) => {
    return [name.toLowerCase().replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), value];
  });
  return Object.fromEntries(pairs) as v2.ClientOptions & v3.ClientOptions & { sdkUrl: string };
}

describe('the command sandbox', () => {
  it('prints lines that work when they are pasted, with what its options say, and how to stop it', async () => {
    const session = openSession({ env: { companyId: 'from-env', secret: 'env-secret' } });
    const ended = run(['sandbox', '--company', 'a-company', '--secret', 'a-secret'], session.io);
    const output = await session.says(/Ctrl\+C/);
    const [forV2 = '', forV3 = ''] = output.split('With API v3');
    const options = pasted(forV2);
    expect(options).to.include({ companyId: 'a-company', secret: 'a-secret' });
    const client = new PlenigoClient({ ...options, logger: silentLogger });
    const customerId = await client.registerUser({ email: 'ada@news.example', externalUserId: 'ada-1' });
    expect(customerId).to.be.a('string').and.not.equal('');
    expect((await fetch(options.sdkUrl)).status).to.equal(200);
    const v3Options = pasted(forV3);
    expect(v3Options).to.have.property('callbackSecret');
    const v3Client = new V3Client({ ...v3Options, logger: silentLogger });
    expect(await v3Client.findCustomer({ customerId })).to.include({ customerId });
    expect((await fetch(v3Options.sdkUrl)).status).to.equal(200);

    session.stop();
    expect(await ended).to.equal(0);
    expect(session.printed()).to.include('has stopped');
    expect((await failure(client.hasUserBought({ externalUserId: 'ada-1' }, 'P'))).code, 'after the end').to.equal(
      'connection-refused',
    );
  });

  it('takes company and secret from the environment, and does not print that secret, which may be a real one', async () => {
    const session = openSession({ env: { companyId: 'from-env', secret: 'never-to-be-seen' } });
    const ended = run(['sandbox'], session.io);
    const output = await session.says(/Ctrl\+C/);
    const options = pasted(output.split('With API v3')[0] ?? '');
    const { client } = createPlenigo({ ...options, secret: 'never-to-be-seen', logger: silentLogger });
    expect(await client.hasUserBought({ externalUserId: 'ada-1' }, 'P')).to.equal(false);
    session.stop();
    await ended;
    expect(output).to.include('from-env').and.include('PLENIGO_SECRET').and.not.include('never-to-be-seen');
  });

  it('says in one line why it does not start', async () => {
    const other = await listen((_req, res) => res.end());
    for (const [arg, words] of [
      [`--port=${new URL(other.url).port}`, /^Port \d+ is busy\..*--port 0$/],
      ['--company=', /companyId/],
    ] as const) {
      const session = openSession();
      expect(await run(['sandbox', arg], session.io)).to.equal(1);
      expect(session.complaints()).to.match(words).and.not.include('\n');
    }
    await other.close();
  });
});
