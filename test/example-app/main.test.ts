// `npm start` as a newcomer meets it, what it says when it cannot start, and the doctor, who finds nothing wrong with it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import type { Express } from 'express';
import { createApp } from '../../example-app/app.js';
import { articles } from '../../example-app/articles.js';
import { sandboxOffers, sandboxProducts } from '../../example-app/products.js';
import { run } from '../../lib/cli/run.js';
import { startSandbox } from '../../lib/sandbox/index.js';
import { openSession } from '../cli/io.js';
import { cookieOf, examine } from '../cli/page/examine.js';
import { silentLogger } from '../support/calls.js';
import { listen } from '../support/listen.js';
import { nowhere } from '../support/nowhere.js';
import { root } from '../support/root.js';
import { newUsers } from './visitor.js';

describe('starting the example', () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  /** Starts the site with nothing but these variables, and reads what it prints. */
  function start(env: Record<string, string>) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'example-app/main.ts'], {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
    });
    running.push(child);
    const exited = once(child, 'exit');
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    /** Resolves with all output so far when it matches; rejects when the process ends before that. */
    const printed = (pattern: RegExp): Promise<string> =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(output) && resolve(output);
        for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
        exited.then(() => reject(new Error(`The site stopped: ${output}`)));
        look();
      });
    return { child, exited, printed, output: () => output };
  }

  for (const api of ['v2', 'v3'])
    it(`prints an address that answers and a demo login that works, on API ${api}, and stops when told to`, async () => {
      const { child, exited, printed } = start({ PORT: '0', PLENIGO_API: api });
      const output = await printed(/sandbox at/);
      const address = /is at (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      const [, email = '', password = ''] = /Log in as (\S+) with the password (\S+),/.exec(output) ?? [];

      const form = await fetch(`${address}/login`);
      const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
      const answer = await fetch(`${address}/login`, {
        method: 'POST',
        body: new URLSearchParams({ _csrf: token, email, password }),
        headers: { cookie: form.headers.getSetCookie()[0]?.split(';')[0] ?? '' },
        redirect: 'manual',
      });
      expect(answer.status).to.equal(302);

      child.kill('SIGTERM');
      expect(await exited).to.deep.equal([0, null]);
    });

  it('says that the port is busy', async () => {
    const { port, close } = await listen(() => {});
    const { exited, output } = start({ PORT: String(port) });
    expect(await exited.finally(close)).to.deep.equal([1, null]);
    expect(output()).to.include(`Port ${port} is busy`).and.include('PORT=0 npm start').and.not.include('    at ');
  });

  for (const [api, name, complaint] of [
    ['v2', 'PLENIGO_SECRET', 'Set both PLENIGO_COMPANY_ID and PLENIGO_SECRET'],
    ['v3', 'PLENIGO_API_TOKEN', 'Set both PLENIGO_COMPANY_ID and PLENIGO_API_TOKEN'],
    ['4', 'PLENIGO_SECRET', 'PLENIGO_API is v2 or v3.'],
  ] as const) {
    it(`says with API ${api} and half of the credentials what is wrong, and does not show that half`, async () => {
      const { exited, output } = start({ PORT: '0', PLENIGO_API: api, [name]: 'never-to-be-seen' });
      expect(await exited).to.deep.equal([1, null]);
      expect(output()).to.include(complaint).and.not.include('never-to-be-seen');
    });
  }

  it('uses the real service when it has credentials, and names a wrong environment', async () => {
    const credentials = { PORT: '0', PLENIGO_COMPANY_ID: 'a-company', PLENIGO_SECRET: 'never-to-be-seen' };
    const { child, exited, printed } = start(credentials);
    expect(await printed(/Test purchases/)).not.to.include('sandbox');
    child.kill('SIGINT');
    expect(await exited).to.deep.equal([0, null]);

    const wrong = start({ ...credentials, PLENIGO_ENVIRONMENT: 'moon' });
    expect(await wrong.exited).to.deep.equal([1, null]);
    expect(wrong.output()).to.match(/environment.*live.*stage/);
  });
});

const reader = { email: 'ada@reader.example', password: 'harbour-light', firstName: 'Ada', lastName: 'Reader' };

describe('doctor --page', () => {
  for (const api of ['v2', 'v3'] as const) {
    it(`finds nothing wrong with the example, with API ${api}, for readers who are logged in or not`, async () => {
      const sandbox = await startSandbox({ products: sandboxProducts, offers: sandboxOffers });
      let app: Express;
      const site = await listen((req, res) => app(req, res));
      try {
        const options = api === 'v2' ? sandbox.options : sandbox.v3.options;
        const users = newUsers();
        await users.add(reader);
        const plenigo = { ...options, baseUrl: site.url, logger: silentLogger };
        app = createApp({ plenigo, sessionSecret: 'for the test', users });
        const form = await fetch(`${site.url}/login`);
        const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(await form.text()) ?? [];
        const login = await fetch(`${site.url}/login`, {
          method: 'POST',
          body: new URLSearchParams({ _csrf: token, email: reader.email, password: reader.password }),
          headers: { cookie: cookieOf(form) },
          redirect: 'manual',
        });
        const page = `${site.url}/article/${articles[0]?.slug}`;
        const args = ['--company', options.companyId];
        const everybody = ['Page', 'Script tag', 'Router', 'plenigo’s script', 'Security policy', 'Caches'];
        for (const [cookie, checks] of [
          [undefined, everybody],
          [cookieOf(login), [...everybody, 'Click']],
        ] as const) {
          const { code, findings } = await examine(page, { args, env: { cookie } });
          expect(Object.keys(findings)).to.have.members(checks);
          for (const [check, finding] of Object.entries(findings)) expect(finding, check).to.match(/^ok /);
          expect(code).to.equal(0);
        }
        expect(
          sandbox.requests.map(({ call }) => call),
          'no click has prepared a purchase',
        ).not.to.include('preparePurchase');
        const session = openSession({ env: { cookie: cookieOf(login) } });
        expect(await run(['doctor', '--page', page], session.io)).to.equal(0);
        expect(session.printed()).to.match(/All is well\.$/);
      } finally {
        await site.close();
        await sandbox.close();
      }
    });
  }

  it('says that a site is not there', async () => {
    const { code, findings } = await examine(nowhere);
    expect(findings).to.deep.equal({
      Page: 'fail It cannot be opened (ECONNREFUSED). → Check the address, and whether the site runs.\n',
    });
    expect(code).to.equal(1);
  });
});
