// `express-plenigo sandbox` without a process of its own: what it prints works, and it stops when told to.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { run } from '../../lib/cli/run.js';
import { createPlenigo } from '../../lib/index.js';
import { silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { openSession } from './io.js';

/** The options as somebody would copy them from the terminal. */
function copied(output: string) {
  const option = (name: string) => new RegExp(`^ +${name} +(.+)$`, 'm').exec(output)?.[1] ?? '';
  return {
    companyId: option('companyId'),
    secret: option('secret'),
    apiUrl: option('apiUrl'),
    sdkUrl: option('sdkUrl'),
  };
}

describe('the command sandbox', () => {
  it('prints options that work when they are copied, and how to stop it', async () => {
    const session = openSession();
    const ended = run(['sandbox'], session.io);
    const output = await session.says(/Ctrl\+C/);
    const options = copied(output);
    const { client } = createPlenigo({ ...options, logger: silentLogger });
    const customerId = await client.registerUser({ email: 'ada@news.example', externalUserId: 'ada-1' });
    expect(customerId).to.be.a('string').and.not.equal('');
    expect((await fetch(options.sdkUrl)).status).to.equal(200);
    const forV3 = output.slice(output.indexOf('API v3'));
    const v3 = copied(forV3);
    const apiToken = /apiToken +(.+)/.exec(forV3)?.[1] ?? '';
    const { status } = await fetch(`${v3.apiUrl}/customers/${customerId}`, {
      headers: { 'x-plenigo-token': apiToken },
    });
    expect(status).to.equal(200);
    expect((await fetch(v3.sdkUrl)).status).to.equal(200);

    session.stop();
    expect(await ended).to.equal(0);
    expect(session.printed()).to.include('has stopped');
    expect((await failure(client.hasUserBought({ externalUserId: 'ada-1' }, 'P'))).code, 'after the end').to.equal(
      'connection-refused',
    );
  });

  it('takes company and secret from its options', async () => {
    const session = openSession({ env: { companyId: 'from-env', secret: 'env-secret' } });
    const ended = run(['sandbox', '--company', 'a-company', '--secret', 'a-secret'], session.io);
    const options = copied(await session.says(/Ctrl\+C/));
    session.stop();
    await ended;
    expect(options).to.include({ companyId: 'a-company', secret: 'a-secret' });
  });

  it('takes them from the environment, and does not print that secret, which may be a real one', async () => {
    const session = openSession({ env: { companyId: 'from-env', secret: 'never-to-be-seen' } });
    const ended = run(['sandbox'], session.io);
    const output = await session.says(/Ctrl\+C/);
    const { client } = createPlenigo({ ...copied(output), secret: 'never-to-be-seen', logger: silentLogger });
    expect(await client.hasUserBought({ externalUserId: 'ada-1' }, 'P')).to.equal(false);
    session.stop();
    await ended;
    expect(output).to.include('from-env').and.include('PLENIGO_SECRET').and.not.include('never-to-be-seen');
  });

  it('says that a port is busy, and how to get another one', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = other.address() as AddressInfo;
      const session = openSession();
      expect(await run(['sandbox', `--port=${port}`], session.io)).to.equal(1);
      expect(session.complaints()).to.include(`Port ${port} is busy`).and.include('--port 0');
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it('says what is wrong with an empty company id', async () => {
    const session = openSession();
    expect(await run(['sandbox', '--company='], session.io)).to.equal(1);
    expect(session.complaints()).to.include('companyId').and.not.include('    at ');
  });
});
