// The recipes of the guides start without a complaint, and the one that knows crawlers is taken in by nobody.
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

const trial = `
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
    await run(trial);
  });
});
