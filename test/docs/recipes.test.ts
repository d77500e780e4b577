// The recipes of the guides start, those for logins run, and the one that knows crawlers is taken in by nobody.
import { expect } from 'chai';
import { createProject, type Project } from '../package/project.js';
import { type Block, exampleText, readPage } from './markdown.js';
import { withPreamble } from './preamble.js';

const pages = ['getting-started', 'selling', 'logins', 'customers', 'self-service', 'in-front'];

const recipesOf = (file: string) => readPage(file).blocks.filter(({ language }) => language === 'ts');

const crawlers = exampleText('search-engines.ts');

/** Stands in for Node's: who has which name, and which name has which addresses. */
const dns = `
const names: Record<string, string[]> = {
  '66.249.66.1': ['crawl-66-249-66-1.googlebot.com'],
  '157.55.39.1': ['msnbot-157-55-39-1.search.msn.com'],
  '2001:4860:4801:10::1': ['six.googlebot.com'],
  '203.0.113.1': ['crawl-66-249-66-1.googlebot.com'],
  '203.0.113.2': ['evilgooglebot.com', 'crawl.googlebot.com.evil.example'],
  '203.0.113.3': ['google-proxy-203-0-113-3.google.com'],
};
const addresses: Record<string, string[]> = {
  'crawl-66-249-66-1.googlebot.com': ['66.249.66.1'],
  'msnbot-157-55-39-1.search.msn.com': ['10.0.0.1', '157.55.39.1'],
  'six.googlebot.com': ['2001:4860:4801:10:0:0:0:1'],
  'evilgooglebot.com': ['203.0.113.2'],
  'crawl.googlebot.com.evil.example': ['203.0.113.2'],
  'google-proxy-203-0-113-3.google.com': ['203.0.113.3'],
};
export const asked: string[] = [];
const look = (table: Record<string, string[]>) => async (key: string) => {
  asked.push(key);
  if (!table[key]) throw new Error('ENOTFOUND');
  return table[key];
};
export class Resolver { reverse = look(names); resolve4 = look(addresses); resolve6 = look(addresses); }
`;

const crawlersTrial = `
import assert from 'node:assert/strict';
import { asked } from './dns.ts';
import { isSearchEngine } from './crawlers.ts';
const agent = 'Mozilla/5.0 (compatible; Googlebot/2.1)';
const from = (ip: string | undefined, userAgent = agent) => isSearchEngine({ ip, get: () => userAgent } as never);
assert.equal(await from('66.249.66.1'), true, 'Google');
assert.equal(await from('::ffff:66.249.66.1'), true, 'the same, to a server that listens on IPv6');
assert.equal(await from('157.55.39.1', 'bingbot/2.0'), true, 'Bing');
assert.equal(await from('2001:4860:4801:10::1'), true, 'Google, by IPv6');
assert.equal(await from('203.0.113.1'), false, 'an address that calls itself by Google’s name');
assert.equal(await from('203.0.113.2'), false, 'names that look like Google’s');
assert.equal(await from('203.0.113.3'), false, 'a proxy of Google’s for people');
assert.equal(await from(undefined), false, 'no address');
assert.equal(await from('unix:'), false, 'no address either');
asked.length = 0;
assert.equal(await from('66.249.66.1', 'Mozilla/5.0 Firefox'), false, 'a reader');
assert.equal(await from('66.249.66.1'), true, 'Google again');
assert.deepEqual(asked, [], 'neither costs a question');
assert.equal(await from('198.51.100.1'), false, 'no name');
assert.equal(await from('198.51.100.1'), false, 'still none');
assert.deepEqual(asked, ['198.51.100.1', '198.51.100.1'], 'what failed is asked again');
`;

/** What a site has of its own: a function that finds nobody. */
const declared = /^declare (?:function|const) (\w+).*$/gm;

const environment = "process.env.PLENIGO_COMPANY_ID = 'COMPANY'; process.env.PLENIGO_SECRET = 'a secret';\n";

describe('the recipes', function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    const logins = ['express-session', 'passport', 'passport-local', 'cookie-session'];
    const names = ['express', ...logins, 'helmet', 'csrf-sync', 'tsx'];
    project = await createProject({ packages: Object.fromEntries(names.map((name) => [name, name])) });
  });

  async function run(code: string): Promise<void> {
    project.write('main.ts', code);
    const outcome = await project.node('--import=tsx', 'main.ts');
    expect(outcome.code, outcome.output).to.equal(0);
  }

  /** Each a module of its own, in one process; a fault names its place. */
  async function start(recipes: readonly Block[]): Promise<void> {
    const imports = recipes.map(({ file, line, code }) => {
      const name = `${file.replaceAll(/\W/g, '-')}-line-${line}.ts`;
      project.write(name, withPreamble(code.replace(declared, 'const $1 = () => [];')));
      return `await import('./${name}');`;
    });
    await run(environment + imports.join('\n'));
  }

  // Options, products and settings are checked when a route is made.
  it('of each page start', () => start(['README.md', ...pages.map((name) => `docs/${name}.md`)].flatMap(recipesOf)));

  it('would not start with a slip in them', async () => {
    const code = "app.get('/', plenigo.checkout({ id: '' }));";
    const slip = { file: '', line: 1, language: 'ts', heading: '', code };
    expect(await start([slip]).catch(String)).to.include('invalid-product');
  });

  it('take nobody for a search engine but those whose name leads back to them', async () => {
    const code = crawlers.replace("'node:dns/promises'", "'./dns.ts'");
    expect(code).to.include('./dns.ts');
    project.write('dns.ts', dns);
    project.write('crawlers.ts', code);
    await run(crawlersTrial);
  });
});

function recipe(file: string): string {
  // What only a site can know, where its plenigo is, and that a login waits for it however busy this machine is.
  return exampleText(file)
    .replace(/^declare function .*\n/gm, '')
    .replace('createPlenigo({', 'createPlenigo({ apiUrl: process.env.API_URL, timeout: 60_000, ')
    .concat(`
const ada = { id: 'ada-1', email: 'ada@news.example' };
const checkPassword = async (_name: string, password: string) => (password === 'right' ? ada : undefined);
const readerById = async () => ada;
const reader = { ...ada, emailVerified: false };
function readerOf({ headers }: { headers: Record<string, unknown> }) {
  return headers.reader ? { ...reader, id: String(headers.reader) } : undefined;
}
export const mails: string[] = [];
const sendMail = async (to: string, text: string) => { mails.push(to + ' ' + text); };
const markAsVerified = async () => { reader.emailVerified = true; };
`);
}

/** Runs the recipe against a sandbox; `steps` talks to it with a browser that keeps its cookies. */
const trial = (steps: string) => `
import assert from 'node:assert/strict';
import request from 'supertest';
import { startSandbox } from 'express-plenigo/sandbox';
const sandbox = await startSandbox();
const { companyId, secret, apiUrl } = sandbox.options;
Object.assign(process.env, { PLENIGO_COMPANY_ID: companyId, PLENIGO_SECRET: secret, SESSION_SECRET: 's', API_URL: apiUrl });
const { app, mails } = await import('./recipe.ts');
const agent = request.agent(app);
const calls = () => sandbox.requests.splice(0).map(({ call, status }) => call + ' ' + status).sort();
const registration = ['createLoginToken 404', 'registerUser 200'];
const logIn = (path = '/login') => agent.post(path).type('form').send({ username: 'ada', password: 'right' });
${steps}
await sandbox.close();
`;

const trials: Readonly<Record<string, string>> = {
  'login-passport.ts': `
    const { location } = (await agent.get('/archive').set('accept', 'text/html').expect(302)).headers;
    const { text } = await agent.get(location);
    await logIn(/action="([^"]+)"/.exec(text)?.[1]).expect(302).expect('location', '/archive');
    assert.deepEqual(calls(), registration);
    await agent.get('/archive').expect(402);
    await logIn('/login?returnTo=%2F%2Fevil.example').expect(302).expect('location', '/');`,
  'login-session.ts': `
    await agent.post('/login').type('form').send({ username: 'ada', password: 'wrong' }).expect(401);
    assert.deepEqual(calls(), []);
    await logIn().expect(302);
    assert.deepEqual(calls(), registration);
    await agent.get('/article').expect({ status: 'ready' });
    assert.deepEqual(calls(), ['createLoginToken 200', 'hasUserBought 403']);`,
  'login-cookie-session.ts': `
    await logIn().expect(302).expect('location', '/article');
    assert.deepEqual(calls(), registration);
    await agent.get('/article').expect({ status: 'ready' });
    assert.deepEqual(calls(), ['createLoginToken 200', 'hasUserBought 403']);`,
  'confirm-email.ts': `
    process.removeAllListeners('warning'); // the conflict is told, as it should be
    sandbox.buy(sandbox.addCustomer({ email: 'ada@news.example' }), 'ARTICLE-1');
    const as = (reader: string, call: request.Test) => call.set('reader', reader).type('form');
    await as('ada-1', agent.get('/article')).expect({ status: 'email-conflict' });
    await as('ada-1', agent.post('/confirm/send')).expect(302);
    assert.match(mails.join(), /^ada@news.example https:/);
    const token = mails[0]?.split('token=')[1] ?? '';
    assert.ok((await agent.get('/confirm?token=' + token).expect(200)).text.includes(token));
    await agent.post('/confirm').type('form').send({ token }).expect(403);
    await as('eve-2', agent.post('/confirm')).send({ token }).expect(403);
    await as('ada-1', agent.post('/confirm')).send({ token: '9' + token }).expect(403);
    await as('ada-1', agent.get('/article')).expect({ status: 'email-conflict' });
    await as('ada-1', agent.post('/confirm')).send({ token }).expect(302);
    await as('ada-1', agent.get('/article')).expect({ status: 'bought' });`,
};

describe('the recipes for logins', function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    const names = ['express', 'express-session', 'cookie-session', 'passport', 'passport-local', 'supertest', 'tsx'];
    project = await createProject({ packages: Object.fromEntries(names.map((name) => [name, name])) });
  });

  for (const [file, steps] of Object.entries(trials)) {
    it(`run: ${file}`, async () => {
      project.write('recipe.ts', recipe(file));
      project.write('trial.ts', trial(steps));
      const { code, output } = await project.node('--import=tsx', 'trial.ts');
      expect(code, output).to.equal(0);
      expect(output).to.equal('');
    });
  }
});
