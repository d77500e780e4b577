// The recipes for frameworks, beside the packages that npm installs: each sells an article, in a real browser where it is about pages.
import { generateKeyPairSync, sign } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import express from 'express';
import type { Page } from 'playwright-core';
import supertest from 'supertest';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { fastCompiler, type Project } from '../package/project.js';
import { closePages, newPage, useBrowser } from '../support/browser.js';
import { listen } from '../support/listen.js';
import { pay, payButton } from '../support/newsstand.js';
import { root } from '../support/root.js';
import { install } from './install.js';

const recipes = join(root, 'docs/examples/frameworks');

const typed = ['express@5', 'express-session@1', 'passport@1', 'passport-local@1', 'jsonwebtoken@9', 'cookie-parser@1'];
const packages = [
  ...['express@5', 'express-session@1', 'passport@0.7', 'passport-local@1', 'cookie-parser@1', 'jsonwebtoken@9'],
  ...['common', 'core', 'platform-express', 'testing', 'passport'].map((name) => `@nestjs/${name}@11`),
  ...['reflect-metadata@0.2', 'rxjs@7', '@auth/express@0.12', 'express-openid-connect@3', 'serverless-http@4'],
  ...['react@19', 'react-dom@19', 'htmx.org@2', 'htmx4@npm:htmx.org@4', '@hotwired/turbo@8'],
  ...[...typed, 'react@19', 'react-dom@19', 'node@20'].map((name) => `@types/${name}`),
];

const compilerOptions = {
  ...{ noEmit: true, strict: true, esModuleInterop: true, skipLibCheck: true, experimentalDecorators: true },
  ...{ target: 'es2023', lib: ['es2023', 'dom'], module: 'nodenext', jsx: 'react-jsx', types: ['node'] },
};

type Agent = ReturnType<typeof supertest.agent>;

/** An OpenID provider whose reader has logged in already: what it signs stands for the form that it would send. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const issuer = express()
  .get(
    '/keys',
    (_req, res) => void res.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' }] }),
  )
  .get('/.well-known/openid-configuration', ({ headers: { host } }, res) => {
    const at = `http://${host}`;
    const supported = { response_types_supported: ['id_token'], id_token_signing_alg_values_supported: ['RS256'] };
    res.json({ issuer: at, authorization_endpoint: `${at}/authorize`, jwks_uri: `${at}/keys`, ...supported });
  });

function signToken(claims: object): string {
  const parts = [{ alg: 'RS256', kid: 'k' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return [...parts, sign('sha256', Buffer.from(parts.join('.')), privateKey).toString('base64url')].join('.');
}

const password = { username: 'ada', password: 'right' };

const logins: Readonly<Record<string, (agent: Agent) => Promise<unknown>>> = {
  'jwt-cookie': (agent) => agent.post('/login').type('form').send(password).expect(302),
  async 'auth-js'(agent) {
    const { csrfToken } = (await agent.get('/auth/csrf').expect(200)).body;
    await agent
      .post('/auth/callback/credentials')
      .type('form')
      .send({ ...password, csrfToken })
      .expect(302);
  },
  async 'openid-connect'(agent) {
    const { origin, searchParams } = new URL((await agent.get('/login').expect(302)).headers.location ?? '');
    const { nonce, state, client_id: aud } = Object.fromEntries(searchParams);
    const iat = Math.floor(Date.now() / 1000);
    const email = { email: 'ada@news.example', email_verified: true };
    const id_token = signToken({ iss: origin, sub: 'ada-1', aud, nonce, iat, exp: iat + 60, ...email });
    await agent.post('/callback').type('form').send({ state, id_token }).expect(302);
  },
};

describe('the recipes for frameworks', function () {
  this.timeout(300_000);
  useBrowser();
  let project: Project;
  let sandbox: Sandbox;
  let url: string;
  /** The site that answers there; it changes with the recipe. */
  let site: express.Express;
  const closing: (() => Promise<void>)[] = [closePages];

  before(async () => {
    sandbox = await startSandbox();
    const server = await listen((req, res) => site(req, res));
    const provider = await listen(issuer);
    closing.push(server.close, provider.close, () => sandbox.close());
    url = server.url;
    const { companyId, secret, apiUrl, sdkUrl } = sandbox.options;
    Object.assign(process.env, {
      ...{ PLENIGO_COMPANY_ID: companyId, PLENIGO_SECRET: secret, PLENIGO_API_URL: apiUrl, PLENIGO_SDK_URL: sdkUrl },
      ...{
        BASE_URL: url,
        SESSION_SECRET: 'long enough for everybody, and secret',
        ISSUER: provider.url,
        CLIENT_ID: 'news',
      },
      APP_ORIGIN: url.replace('127.0.0.1', 'localhost'),
    });
    project = await install('module', ...packages);
    for (const name of readdirSync(recipes)) project.write(name, readFileSync(join(recipes, name), 'utf8'));
    const entryPoints = readdirSync(recipes).filter((name) => /\.tsx?$/.test(name));
    const shared = { absWorkingDir: project.folder, jsx: 'automatic', logLevel: 'error', format: 'esm' } as const;
    const tsconfigRaw = { compilerOptions: { experimentalDecorators: true } };
    await build({ ...shared, entryPoints, outdir: 'built', tsconfigRaw });
    await build({ ...shared, entryPoints: ['react-browser.tsx'], outdir: 'public', bundle: true });
    project.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts', '*.tsx'] }));
  });
  beforeEach(() => sandbox.reset());
  after(async () => {
    for (const close of closing) await close();
  });

  const load = (recipe: string) => import(pathToFileURL(join(project.folder, 'built', `${recipe}.js`)).href);

  /** Starts the site, with these folders' files. */
  async function open(recipe: string, ...folders: string[]): Promise<void> {
    site = express();
    for (const folder of folders) site.use(express.static(join(project.folder, folder)));
    site.use((await load(recipe)).app);
  }
  const buyFor = (product: string) => sandbox.buy({ externalUserId: 'ada-1' }, product);

  it('compile', async () => {
    const { code, output } = await project.node(fastCompiler, '-p', '.', '--pretty', 'false');
    expect(code, output).to.equal(0);
  });

  it('sell in NestJS 11, and two apps of it in one process', async () => {
    const { code, output } = await project.node('built/nest.e2e.js');
    expect(code, output).to.equal(0);
    expect(output).to.include('# pass 1');
  });

  for (const [recipe, logIn] of Object.entries(logins)) {
    it(`sell behind a login by ${recipe}`, async () => {
      await open(recipe);
      const agent = supertest.agent(url);
      await agent.get('/article').expect({ status: 'anonymous' });
      await logIn(agent);
      await agent.get('/article').expect({ status: 'ready' });
      buyFor('ARTICLE-1');
      await agent.get('/article').expect({ status: 'bought' });
    });
  }

  it('sell a folder of static pages, of which no cache keeps anything', async () => {
    project.write('built/archive/2001.html', 'The year 2001.');
    await open('static');
    const get = (headers = {}) =>
      supertest(url)
        .get('/archive/2001.html')
        .set({ accept: 'text/html', ...headers });
    await get().expect(302);
    const ada = { cookie: 'reader=ada' };
    await get(ada).expect(402);
    buyFor('ARCHIVE');
    await get(ada).expect(200, 'The year 2001.').expect('cache-control', 'private, no-store');
    await get({ 'if-modified-since': new Date().toUTCString() }).expect(302);
    await supertest(url).get('/%61rchive/2001.html').set(ada).expect(404);
  });

  it('sell in a function of serverless-http', async () => {
    const { handler } = await load('serverless');
    const http = { method: 'GET', path: '/article' };
    const event = { version: '2.0', rawPath: '/article', requestContext: { http }, headers: { cookie: 'reader=ada' } };
    const read = async () => JSON.parse((await handler(event, {})).body);
    const { status, offers } = await read();
    expect([status, offers.length]).to.deep.equal(['ready', 1]);
    buyFor('ARTICLE-1');
    expect((await read()).status).to.equal('bought');
  });

  /** A page as Ada sees it. */
  async function enter(path: string): Promise<Page> {
    const page = await newPage();
    // HTMX 4.0.1 fails with that of this browser, and has another way where there is none.
    await page.addInitScript(() => Reflect.deleteProperty(Document, 'parseHTMLUnsafe'));
    await page.context().addCookies([{ name: 'reader', value: 'ada', url }]);
    await page.goto(url + path);
    return page;
  }

  /** No page is loaded meanwhile. */
  async function staysWhile(page: Page, goOn: () => Promise<unknown>): Promise<void> {
    await page.evaluate(() => Object.assign(window, { isFirstPage: true }));
    await goOn();
    expect(await page.evaluate(() => 'isFirstPage' in window)).to.equal(true);
  }

  async function buyOn(page: Page, title: string): Promise<void> {
    // Two clicks, one checkout.
    await page.getByRole('button', { name: 'Buy this article' }).dblclick();
    await payButton(page).waitFor();
    expect(await page.locator('iframe').count()).to.equal(1);
    await pay(page);
    await page.getByText(`All of story ${title}.`).waitFor();
  }

  for (const [name, recipe, folder, last] of [
    ['HTMX 2', 'htmx', 'node_modules/htmx.org/dist', 'two'],
    ['HTMX 4', 'htmx', 'node_modules/htmx4/dist', 'three'],
    ['Turbo 8', 'turbo', 'node_modules/@hotwired/turbo/dist', 'two'],
  ] as const) {
    it(`sell on a page that ${name} has swapped in`, async () => {
      await open(recipe, folder);
      const page = await enter('/');
      await staysWhile(page, async () => {
        for (const slug of ['one', last]) {
          await page.getByRole('link', { name: slug, exact: true }).click();
          await page.getByRole('heading', { name: `Story ${slug}` }).waitFor();
        }
      });
      await buyOn(page, last);
    });
  }

  it('sell in React, on the page that the server has made and on one that the browser has', async () => {
    await open('react-server', 'public');
    const page = await enter('/article/one');
    await staysWhile(page, async () => {
      await page.getByRole('button', { name: 'two', exact: true }).click();
      await page.getByRole('heading', { name: 'Story two' }).waitFor();
    });
    await buyOn(page, 'two');
    await buyOn(await enter('/article/one'), 'one');
  });

  it('sell to a reader with a bearer token, on a page of another origin', async () => {
    const text = readFileSync(join(recipes, 'bearer-page.html'), 'utf8');
    project.write('app/index.html', text.replace('https://api.news.example', url));
    await open('bearer-api', 'app');
    const page = await newPage();
    await page.goto(url.replace('127.0.0.1', 'localhost'));
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill('right');
    await page.getByRole('button', { name: 'Log in' }).click();
    await buyOn(page, 'one');
  });
});
