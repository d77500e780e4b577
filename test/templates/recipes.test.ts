// Every recipe of docs/examples/templates, just as it stands there, in an Express app of its own and in a real browser.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { createProject } from '../package/project.js';
import { expectProblem, newPage, useBrowser } from '../support/browser.js';
import { root } from '../support/root.js';

const folder = join(root, 'docs/examples/templates');

/** Folders of the recipes; but for the last each is named as the package that it needs besides Express. */
const recipes = ['ejs', 'pug', 'handlebars', 'nunjucks', 'eta', 'template-strings'];

/** What plenigo's browser SDK was asked for. */
interface Call {
  paymentData: string;
  loginToken: string;
}

type RecorderWindow = Window & { plenigo: { checkoutWithRemoteLogin(call: Call): void }; calls: Call[] };

/** Notes the calls to plenigo's SDK instead of opening a checkout. */
async function recordCalls(page: Page): Promise<void> {
  await page.evaluate(() => {
    const recorder = window as unknown as RecorderWindow;
    recorder.calls = [];
    recorder.plenigo.checkoutWithRemoteLogin = (call) => recorder.calls.push(call);
  });
}

const callsOf = (page: Page) => page.evaluate(() => (window as unknown as RecorderWindow).calls);

const inlineButton = 'button[onclick]';
const strictButton = 'button.buy';

async function clickStrictButton(page: Page): Promise<void> {
  const before = (await callsOf(page)).length;
  await page.click(strictButton);
  await page.waitForFunction((count) => (window as unknown as RecorderWindow).calls.length > count, before);
}

/** Puts the recipe into a project and starts its site. */
async function startSite(engine: string): Promise<{ child: ChildProcess; address: string }> {
  const names = ['express', 'helmet', 'tsx', ...(engine === 'template-strings' ? [] : [engine])];
  const installed = names.map((name) => [name, name] as const);
  const project = await createProject({ packages: Object.fromEntries(installed) });
  cpSync(join(folder, engine), project.folder, { recursive: true });
  project.write('site.ts', readFileSync(join(root, 'test/templates/site.ts'), 'utf8'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'site.ts'], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [address] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, address };
}

describe('the recipe for', function () {
  this.timeout(120_000);
  useBrowser();

  it('each engine is here', () => expect(readdirSync(folder).sort()).to.deep.equal([...recipes].sort()));

  for (const engine of recipes) {
    describe(engine, () => {
      let child: ChildProcess;
      let address: string;
      before(async () => {
        ({ child, address } = await startSite(engine));
      });
      after(async () => {
        const exited = once(child, 'exit');
        child.kill();
        await exited;
      });

      /** The article as a reader gets it who can buy it. */
      async function open(path = '/article'): Promise<Page> {
        const page = await newPage();
        await page.context().addCookies([{ name: 'reader', value: 'ready', url: address }]);
        await page.goto(address + path);
        return page;
      }

      it('sells with the snippet that plenigo documents, and with the button', async () => {
        const page = await open();
        // Ours goes when it has run.
        expect(await page.locator('script[src]').count()).to.equal(1);
        expect(await page.evaluate(() => document.compatMode)).to.equal('CSS1Compat');
        await recordCalls(page);
        await page.click(inlineButton);
        await clickStrictButton(page);
        const [inline, strict] = await callsOf(page);
        for (const call of [inline, strict]) {
          expect(call?.paymentData.split('.')).to.have.length(3);
          expect(call?.loginToken).to.be.a('string').that.is.not.empty;
        }
        // The page's own token, while that is good.
        expect(strict?.loginToken).to.equal(inline?.loginToken);
        expect(await page.textContent(strictButton)).to.equal('Special offer for you');
        expect(await page.content()).not.to.include('The whole text.');
      });

      it('sells with the button under a strict Content-Security-Policy, where the snippet is blocked', async () => {
        expectProblem(/Content Security Policy/);
        const page = await open('/strict/article');
        await recordCalls(page);
        await page.click(inlineButton);
        await clickStrictButton(page);
        expect(await callsOf(page)).to.have.length(1);
      });

      /** The HTML of a page without anything that a browser would have to do. */
      async function htmlFor(reader: string, path: string): Promise<string> {
        const answer = await fetch(address + path, { headers: { cookie: `reader=${reader}` } });
        return await answer.text();
      }
      const countOf = (html: string, tag: string) => html.split(`<${tag}`).length - 1;

      it('has a layout for pages that know of plenigo, and for pages that do not', async () => {
        const offers = await htmlFor('ready', '/offers');
        // plenigo's script, ours, and the text that ours reads.
        expect(countOf(offers, 'script')).to.equal(3);
        expect(offers).to.match(/<footer>\s*The paper\.\s*<button[^>]*>Subscribe<\/button>/);
        const without = await htmlFor('ready', '/about');
        expect(without).to.match(/<footer>\s*The paper\.\s*<\/footer>/);
        expect([countOf(without, 'script'), countOf(without, 'button')]).to.deep.equal([0, 0]);
      });

      it('shows the whole text to everybody where nothing is for sale', async () => {
        const html = await htmlFor('nobody', '/free/article');
        expect(html).to.include('The whole text.').and.not.include('Log in');
        expect(countOf(html, 'button')).to.equal(0);
      });

      for (const [reader, text] of Object.entries({
        nobody: 'Log in to read on',
        bought: 'The whole text.',
        'email-missing': 'Please confirm your e-mail address.',
        'email-conflict': 'Please confirm your e-mail address.',
        unavailable: 'Please try again in a minute.',
      })) {
        it(`has no button but words for the status ${reader === 'nobody' ? 'anonymous' : reader}`, async () => {
          const html = await htmlFor(reader, '/article');
          expect(html).to.include(text);
          expect([countOf(html, 'script'), countOf(html, 'button')]).to.deep.equal([1, 0]);
          expect(html.includes('The whole text.')).to.equal(reader === 'bought');
        });
      }
    });
  }
});
