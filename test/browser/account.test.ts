/** An account page in a real browser, behind helmet's policy: each snippet for one login token, which is in no address. */

import { expect } from 'chai';
import express, { type Request, type Response } from 'express';
import helmet from 'helmet';
import type { FrameLocator, Page } from 'playwright-core';
import { type AccountSnippet, createPlenigo, type Plenigo, type PlenigoOptions } from '../../lib/index.js';
import { type Sandbox, type SandboxCustomer, startSandbox } from '../../lib/sandbox/index.js';
import { expectProblem, newPage, useBrowser } from '../support/browser.js';
import { silentLogger } from '../support/calls.js';
import { document, listen } from '../support/newsstand.js';

const ALL: AccountSnippet[] = [
  'PERSONAL_DATA',
  'ORDER',
  'SUBSCRIPTION',
  'PAYMENT_METHODS',
  'ADDRESS_DATA',
  'BILLING_ADDRESS_DATA',
  'DELIVERY_ADDRESS_DATA',
  'BANK_ACCOUNT',
  'CREDIT_CARD',
  'PERSONAL_DATA_SETTINGS',
  'PERSONAL_DATA_ADDRESS',
  'PERSONAL_DATA_PROTECTION',
  'PERSONAL_DATA_SOCIAL_MEDIA',
  'PERSONAL_DATA_PASSWORD',
];

type Policy = NonNullable<Parameters<typeof helmet>[0]>['contentSecurityPolicy'];
type Directives = Exclude<Policy, boolean | undefined>['directives'];

interface Setup {
  snippets?: AccountSnippet[];
  options?: Partial<PlenigoOptions>;
  /** Of helmet's policy. Default: what the package says. */
  directives?: (plenigo: Plenigo) => Directives;
  /** The page. Default: the elements and the script tags. */
  render?: (res: Response, req: Request) => string;
}

const usual = (res: Response) => {
  const { elements, scriptTag } = res.locals.plenigoAccount;
  return document(`<h1>Your account</h1>${elements}`, scriptTag);
};

describe('an account page', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let site: { url: string; close: () => Promise<void> };
  let ada: SandboxCustomer;
  let now: number;

  afterEach(async () => {
    await site.close();
    await sandbox.close();
  });

  /** Starts the site and opens its account page. */
  async function open({ snippets = ['PERSONAL_DATA'], options, directives, render = usual }: Setup = {}) {
    now = Date.now();
    sandbox = await startSandbox({
      now: () => now,
      products: {
        POST: { title: 'The Morning Post', price: 9.9, currency: 'EUR', subscription: true },
        STORY: { title: 'The long way home', price: 2.49, currency: 'EUR' },
      },
    });
    ada = sandbox.addCustomer({
      email: 'ada@news.example',
      externalUserId: 'ada-1',
      firstName: 'Ada',
      name: 'Reed',
    });
    sandbox.buy({ customerId: ada.customerId }, 'STORY');
    sandbox.buy({ customerId: ada.customerId }, 'POST');
    const app = express();
    site = await listen((req, res) => app(req, res));
    const plenigo = createPlenigo({
      ...sandbox.options,
      baseUrl: site.url,
      timeout: 15_000,
      logger: silentLogger,
      user: () => ({ id: 'ada-1', email: 'ada@news.example' }),
      ...options,
    });
    app.use((_req, res, next) => {
      res.locals.nonce = 'r4nd0m';
      next();
    });
    app.use(
      helmet({
        contentSecurityPolicy: { directives: (directives ?? ((all) => all.cspDirectives()))(plenigo) },
      }),
    );
    app.use('/plenigo', plenigo.router());
    app.get(
      '/account',
      plenigo.account(
        snippets.map((snippet) => ({ snippet, elementId: snippet })),
        { loggedOutRedirectUrl: `${site.url}/login?next=/account` },
      ),
      (req, res) => res.send(render(res, req)),
    );
    app.get('/login', (_req, res) => res.send(document('<h1>Log in</h1>', '')));

    const page = await newPage();
    const addresses: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`${site.url}/account`);
    return { page, addresses, said };
  }

  const snippetIn = (page: Page, snippet: AccountSnippet): FrameLocator =>
    page.frameLocator(`#${snippet} iframe`);

  describe('under helmet’s defaults and cspDirectives()', () => {
    useBrowser();

    it('shows the personal data, and really changes them', async () => {
      const { page, said } = await open();
      const frame = snippetIn(page, 'PERSONAL_DATA');
      const first = frame.getByLabel('First name');
      expect(await first.inputValue()).to.equal('Ada');
      expect(await frame.getByText('ada@news.example').count()).to.equal(1);
      await first.fill('Augusta');
      await first.press('Enter');
      await frame.getByRole('status').filter({ hasText: 'saved' }).waitFor();
      expect(ada).to.include({ firstName: 'Augusta', name: 'Reed' });
      expect(await frame.getByLabel('First name').inputValue()).to.equal('Augusta');
      // Whoever types on with the keyboard is where they were.
      expect(await frame.locator(':focus').textContent()).to.equal('Save');
      expect(said).to.deep.equal([]);
    });

    it('shows every snippet, each with a name and as high as its content, for one token each', async () => {
      const { page, said, addresses } = await open({ snippets: ALL });
      for (const snippet of ALL) {
        const frame = snippetIn(page, snippet);
        await frame.getByRole('heading').first().waitFor();
        const height = await frame.locator('html').evaluate(({ scrollHeight }) => scrollHeight);
        const box = await page.locator(`#${snippet} iframe`).boundingBox();
        expect(box?.height, snippet).to.be.at.least(height);
        expect(await page.locator(`#${snippet} iframe`).getAttribute('title')).to.match(/^Your /);
      }
      expect(sandbox.tokens).to.have.length(ALL.length);
      expect(sandbox.tokens.filter(({ used }) => !used)).to.deep.equal([]);
      expect(sandbox.tokenFailures).to.deep.equal({ used: 0, expired: 0, unknown: 0 });
      const leaked = addresses.filter((url) => sandbox.tokens.some(({ token }) => url.includes(token)));
      expect(leaked).to.deep.equal([]);
      expect(said).to.deep.equal([]);
    });

    it('leaves no token in the page', async () => {
      const { page } = await open({ snippets: ['ORDER', 'PERSONAL_DATA'] });
      await snippetIn(page, 'ORDER').getByRole('heading').waitFor();
      const html = await page.content();
      for (const { token } of sandbox.tokens) expect(html).not.to.include(token);
    });

    it('shows what was bought, and lets the reader cancel a subscription and think again', async () => {
      const { page } = await open({ snippets: ['ORDER', 'SUBSCRIPTION'] });
      const orders = snippetIn(page, 'ORDER').getByRole('listitem');
      await orders.first().waitFor();
      expect(await orders.allTextContents()).to.have.length(2);
      expect(await orders.last().textContent())
        .to.include('The long way home')
        .and.include('€2.49');
      const subscriptions = snippetIn(page, 'SUBSCRIPTION');
      await subscriptions.getByText('€9.90 a month').waitFor();
      await subscriptions.getByRole('button', { name: 'Cancel subscription' }).click();
      await subscriptions.getByText(/^CancelledEnds on/).waitFor();
      await subscriptions.getByRole('button', { name: 'Keep it after all' }).click();
      await subscriptions.getByText(/^ActiveRenews on/).waitFor();
    });

    it('says beside a field what is wrong with it', async () => {
      const { page } = await open({ snippets: ['BILLING_ADDRESS_DATA'] });
      const frame = snippetIn(page, 'BILLING_ADDRESS_DATA');
      await frame.getByLabel('Street and number').fill('Pier 7');
      await frame.getByLabel('City').fill('Hamburg');
      await frame.getByRole('button', { name: 'Save' }).click();
      await frame.getByRole('alert').filter({ hasText: 'Postcode' }).waitFor();
      expect(await frame.locator(':focus').getAttribute('autocomplete')).to.equal('billing postal-code');
      expect(await frame.getByLabel('Street and number').inputValue()).to.equal('Pier 7');
    });

    it('works again after a reload, with new tokens', async () => {
      const { page } = await open();
      await snippetIn(page, 'PERSONAL_DATA').getByRole('heading').waitFor();
      await page.reload();
      await snippetIn(page, 'PERSONAL_DATA').getByLabel('First name').waitFor();
      expect(sandbox.tokens.map(({ used }) => used)).to.deep.equal([true, true]);
    });

    it('uses no token twice when its script is loaded twice', async () => {
      const { page } = await open({
        render: (res) => usual(res).replace('</body>', `${res.locals.plenigoAccount.scriptTag}</body>`),
      });
      await snippetIn(page, 'PERSONAL_DATA').getByLabel('First name').waitFor();
      expect(sandbox.tokenFailures.used).to.equal(0);
    });

    it('needs no sideways scrolling on a phone', async () => {
      const { page } = await open({ snippets: ['PERSONAL_DATA', 'ORDER', 'SUBSCRIPTION'] });
      await page.setViewportSize({ width: 360, height: 700 });
      const frame = snippetIn(page, 'SUBSCRIPTION');
      await frame.getByRole('heading').waitFor();
      const [wanted, has] = await frame
        .locator('html')
        .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
      expect(wanted).to.equal(has);
    });
  });

  describe('whose login token does not work', () => {
    useBrowser();

    it('says that it was opened before, and leads to the login', async () => {
      let first: string | undefined;
      // As a cache would, that keeps the page in spite of its headers.
      const { page } = await open({
        render: (res) => {
          first ??= usual(res);
          return first;
        },
      });
      await snippetIn(page, 'PERSONAL_DATA').getByLabel('First name').waitFor();
      await page.reload();
      const frame = snippetIn(page, 'PERSONAL_DATA');
      await frame.getByRole('heading', { name: 'This page was opened before' }).waitFor();
      expect(await frame.getByRole('alert').textContent()).to.include('login-token-used');
      await frame.getByRole('button', { name: 'Log in again' }).click();
      await page.waitForURL(`${site.url}/login?next=/account`);
    });

    it('says that it was open for too long', async () => {
      const { page } = await open({
        render: (res) => {
          now += 5 * 60_000 + 1;
          return usual(res);
        },
      });
      const frame = snippetIn(page, 'PERSONAL_DATA');
      await frame.getByRole('heading', { name: 'This page was open for too long' }).waitFor();
      expect(sandbox.tokenFailures.expired).to.equal(1);
    });

    it('says so in place of the snippet that is concerned, and shows the other', async () => {
      const { page } = await open({
        snippets: ['ORDER', 'PERSONAL_DATA'],
        render: (res) => usual(res).replace(/data-plenigo-token="[^"]+"/, 'data-plenigo-token="made-up"'),
      });
      await snippetIn(page, 'ORDER').getByText('login-token-unknown').waitFor();
      await snippetIn(page, 'PERSONAL_DATA').getByLabel('First name').waitFor();
    });

    it('leads to the login when the reader comes back to it after a while', async () => {
      const { page } = await open();
      const frame = snippetIn(page, 'PERSONAL_DATA');
      await frame.getByLabel('First name').fill('Eve');
      now += 31 * 60_000;
      await frame.getByRole('button', { name: 'Save' }).click();
      await page.waitForURL(`${site.url}/login?next=/account`);
      expect(ada.firstName).to.equal('Ada');
    });
  });

  describe('whose script of plenigo is missing', () => {
    useBrowser();

    const nothingOfPlenigo = { directives: () => ({}) };

    it('tells the reader in place of each snippet', async () => {
      expectProblem(/Content Security Policy/);
      const { page } = await open({ snippets: ['ORDER', 'PERSONAL_DATA'], ...nothingOfPlenigo });
      const alerts = page.getByRole('alert');
      await alerts.last().waitFor();
      expect(await alerts.allTextContents()).to.have.length(2);
      expect(await alerts.first().textContent()).to.match(/blocked.*ad blocker/);
    });

    it('tells a German reader in German', async () => {
      expectProblem(/Content Security Policy/);
      const { page } = await open({ ...nothingOfPlenigo, options: { language: 'de' } });
      expect(await page.getByRole('alert').textContent()).to.include('Werbeblocker');
    });

    it('lets the site say it in its own words', async () => {
      expectProblem(/Content Security Policy/);
      const { page } = await open({
        directives: () => ({ scriptSrc: ["'self'", "'nonce-r4nd0m'"] }),
        render: (res) =>
          usual(res).replace(
            '<main>',
            `<script nonce="r4nd0m">addEventListener('plenigo:error', (event) => {
              event.preventDefault();
              event.target.textContent = 'Our own words for ' + event.detail.code;
            });</script><main>`,
          ),
      });
      await page.getByText('Our own words for blocked').waitFor();
      expect(await page.getByRole('alert').count()).to.equal(0);
    });

    it('shows the other snippets when plenigo’s script fails at one', async () => {
      expectProblem(/no such snippet/);
      const { page } = await open({
        snippets: ['ORDER', 'PERSONAL_DATA'],
        directives: (plenigo) => ({ ...plenigo.cspDirectives(), scriptSrc: ["'self'", "'nonce-r4nd0m'"] }),
        render: (res) =>
          document(
            res.locals.plenigoAccount.elements,
            `<script nonce="r4nd0m">window.plenigo = {
              Snippet: { PERSONAL_DATA: 'personal' },
              renderSnippet({ elementId, snippetId }) {
                if (!snippetId) throw new Error('no such snippet');
                document.getElementById(elementId).textContent = 'Rendered: ' + snippetId;
              },
            }</script>${res.locals.plenigoAccount.scriptTag.split('\n')[1]}`,
          ),
      });
      await page.getByText('Rendered: personal').waitFor();
      expect(await page.getByRole('alert').textContent()).to.include('cannot be shown');
    });
  });

  describe('with the call that plenigo documents', () => {
    useBrowser();

    it('works where the site allows the inline script, by its nonce', async () => {
      const { page, said } = await open({
        snippets: ['ORDER'],
        options: { nonce: (_req, res) => String(res.locals.nonce) },
        directives: (plenigo) => ({ ...plenigo.cspDirectives(), scriptSrc: ["'nonce-r4nd0m'", "'self'"] }),
        render: (res) => {
          const { scriptTag, snippets } = res.locals.plenigoAccount;
          const call = `<script nonce="r4nd0m">${snippets[0]?.call}</script>`;
          return document('<div id="ORDER"></div>', `${scriptTag}${call}`);
        },
      });
      await snippetIn(page, 'ORDER').getByText('The long way home').waitFor();
      expect(said).to.deep.equal([]);
    });

    interface Sdk {
      Snippet: Record<string, string>;
      renderSnippet(call: object): void;
    }

    it('never leads to an address that is a script', async () => {
      const { page } = await open({ snippets: ['ORDER'] });
      await snippetIn(page, 'ORDER').getByRole('heading').waitFor();
      await page.evaluate(() => {
        const { plenigo } = window as unknown as { plenigo: Sdk };
        plenigo.renderSnippet({
          elementId: 'ORDER',
          snippetId: plenigo.Snippet.ORDER,
          loggedOutRedirectUrl: 'javascript:document.title="taken over"',
          loginToken: 'made-up',
        });
      });
      const frame = snippetIn(page, 'ORDER');
      await frame.getByRole('button', { name: 'Log in again' }).click();
      await frame.getByText('login-token-unknown').waitFor();
      expect(page.url()).to.equal(`${site.url}/account`);
      expect(await page.title()).to.equal('The Newsstand');
    });

    it('says in the console that there is no such element', async () => {
      expectProblem(/no element with the id "nowhere"/);
      const { page, said } = await open({ snippets: ['ORDER'] });
      await page.evaluate(() => {
        const { plenigo } = window as unknown as { plenigo: Sdk };
        plenigo.renderSnippet({ elementId: 'nowhere', snippetId: plenigo.Snippet.ORDER });
      });
      expect(said.join()).to.include('no element with the id "nowhere"');
    });
  });
});
