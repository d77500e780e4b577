// Three sites of kinds that are really found, with the packed package: each sells its article from the login to the last word.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { makeCertificate } from '../../scripts/bench/api.js';
import { createProject } from '../package/project.js';
import { newPage, pressBuy, useBrowser } from '../support/browser.js';
import { pay } from '../support/newsstand.js';
import { root } from '../support/root.js';

interface Site {
  readonly program: string;
  /** Name in the project → name in this repository. */
  readonly packages: Readonly<Record<string, string>>;
  /** What the reader types as their name. */
  readonly name: string;
  /** Where the site is behind its proxy, if it has one. */
  readonly prefix?: string;
  readonly userId: string;
}

const named = (...names: string[]) => Object.fromEntries(names.map((name) => [name, name]));

const sites: Readonly<Record<string, Site>> = {
  todo: {
    program: 'app.mjs',
    packages: named('express', 'express-session', 'passport', 'passport-local', 'csurf', 'ejs'),
    name: 'ada',
    userId: '1',
  },
  starter: {
    program: 'app.cjs',
    packages: { express: 'express4', ...named('express-session', 'passport', 'passport-local', 'lusca', 'pug') },
    name: 'ada@starter.example',
    userId: '65f0c0ffee',
  },
  legacy: {
    program: 'app.cjs',
    packages: { express: 'express4', ...named('cookie-session', 'handlebars') },
    name: 'ada',
    prefix: '/shop',
    userId: 'u-17',
  },
};

/** Speaks TLS, and hands on what is below the prefix, without it. */
async function startProxy(prefix: string, port: () => number): Promise<Server> {
  const proxy = createServer(await makeCertificate(), ({ method, url = '', headers, socket }, res) => {
    const forwarded = { ...headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': socket.remoteAddress };
    if (!url.startsWith(prefix)) return res.writeHead(404).end();
    const upstream = { host: '127.0.0.1', port: port(), method, path: url.slice(prefix.length), headers: forwarded };
    const onward = request(upstream, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    return res.req.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

describe('a site of a kind that is really found sells its article', function () {
  this.timeout(120_000);
  useBrowser();
  let sandbox: Sandbox;
  let site: ChildProcess | undefined;
  let proxy: Server | undefined;

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    site?.kill('SIGKILL');
    proxy?.closeAllConnections();
    proxy?.close();
    await sandbox.close();
  });

  for (const [kind, { program, packages, name, prefix = '', userId }] of Object.entries(sites)) {
    it(`${kind}`, async () => {
      let port = 0;
      proxy = prefix === '' ? undefined : await startProxy(prefix, () => port);
      const outside = proxy && `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const { folder } = await createProject({ packages });
      cpSync(join(root, 'test/apps', kind), folder, { recursive: true });
      const env = {
        ...process.env,
        NODE_ENV: 'production',
        PLENIGO: JSON.stringify(sandbox.options),
        BASE_URL: outside,
      };
      site = spawn(process.execPath, [program], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const complaints: string[] = [];
      site.stderr?.setEncoding('utf8').on('data', (text) => complaints.push(text));
      const [line] = await Promise.race([
        once(site.stdout ?? site, 'data'),
        once(site, 'exit').then(() => Promise.reject(new Error(complaints.join('')))),
      ]);
      port = Number(line);

      const page = await newPage({ ignoreHTTPSErrors: true });
      await page.goto(`${outside ?? `http://127.0.0.1:${port}`}${prefix}/login`);
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Password').fill('secret');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByText('The teaser.').waitFor();
      expect(sandbox.customers.map(({ externalUserId }) => externalUserId)).to.deep.equal([userId]);
      await pressBuy(page.getByRole('button', { name: 'Buy this article' }));
      await pay(page);
      await page.getByText('The whole article.').waitFor();
      expect(sandbox.customers[0]?.purchases).to.have.length(1);
      expect(complaints.join('')).not.to.include('Plenigo');
    });
  }
});
