/** What a reader's comment may hold that DOMPurify, with its defaults, has cleaned: it leads no click and opens no account. */

import { expect } from 'chai';
import type { RequestHandler } from 'express';
import type { Page } from 'playwright-core';
import { PlenigoClient } from '../../lib/index.js';
import { useAccount, usualPage } from '../support/account-page.js';
import { cleaned, expectProblem, newPage, useBrowser } from '../support/browser.js';
import { listen } from '../support/listen.js';
import {
  clicksOn,
  document as htmlPage,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openClickStand,
  openNewsstand,
  PAID_TEXT,
  pay,
} from '../support/newsstand.js';
import { present } from '../support/present.js';

const CLICK = 'POST /plenigo/checkout';
const CSRF = 'csrf-token-of-the-site';

describe('beside a reader’s comment, a buy button', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  let page: Page;
  /** The CSRF tokens that the site was sent. */
  let tokens: unknown[];
  /** What a site of another origin was asked, which takes everything and would sell something of its own. */
  let stolen: string[];
  let foreign: Awaited<ReturnType<typeof listen>>;

  beforeEach(async () => {
    tokens = [];
    stolen = [];
    foreign = await listen((req, res) => {
      stolen.push(`${req.method} ${req.url}`);
      res.setHeader('access-control-allow-origin', '*');
      res.setHeader('access-control-allow-headers', '*');
      res.end(JSON.stringify({ status: 'ready', call: { paymentData: 'theirs', loginToken: 'theirs' } }));
    });
  });
  afterEach(async () => {
    await foreign.close();
    await stand.close();
  });

  const protect: RequestHandler = (req, _res, next) => {
    Object.assign(req, { csrfToken: () => CSRF });
    if (req.method === 'POST') tokens.push(req.headers['x-csrf-token']);
    next();
  };
  const withComment = (comment: string): NewsstandSetup => ({
    before: [protect],
    teaser: (_req, { locals: { plenigo } }) => comment + plenigo?.buyButton(LABEL),
  });
  async function open(setup: NewsstandSetup): Promise<void> {
    ({ stand, page } = await openClickStand(setup));
  }
  const button = (name = LABEL) => page.getByRole('button', { name });
  const told = (code: string) => page.locator(`[data-plenigo-message="${code}"]`).waitFor();

  async function buy(): Promise<void> {
    await button().click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect([clicksOn(stand), tokens]).to.deep.equal([[CLICK], [CSRF]]);
  }

  it('sends nothing to where the comment says', async () => {
    expectProblem(/status of 403/);
    for (const address of ['/account/delete', `${foreign.url}/take`]) {
      const comment = await cleaned(
        `<button data-plenigo-checkout="x" data-plenigo-endpoint="${address}">Read on</button>`,
      );
      expect(comment).to.include('data-plenigo-checkout').and.include(`data-plenigo-endpoint="${address}"`);
      await open(withComment(comment));
      await button('Read on').click();
      await told('offer-invalid');
      expect(clicksOn(stand)).to.deep.equal([CLICK]);
      await stand.close();
    }
    expect(stolen).to.deep.equal([]);
  });

  const names = {
    'a link named as our object': '<a id="expressPlenigo">Read on</a>',
    'a form with fields named as its functions':
      '<form id="expressPlenigo"><input name="add"><input name="checkout"></form>',
    'links of one name': '<a id="expressPlenigo">1</a><a id="expressPlenigo" name="add">2</a>',
    'images named as our object and as plenigo’s': '<img name="expressPlenigo"><img name="plenigo">',
  };
  for (const [name, html] of Object.entries(names)) {
    it(`works beside ${name}`, async () => {
      const comment = await cleaned(html);
      expect(comment).to.match(/(id|name)="expressPlenigo"/);
      await open(withComment(comment));
      await buy();
    });
  }

  it('works with the inline snippet, too', async () => {
    const comment = await cleaned(names['a form with fields named as its functions']);
    await open({
      before: [protect],
      teaser: (_req, { locals: { plenigo } }) =>
        `${comment}<button onclick="${plenigo?.checkout?.snippet}">${LABEL}</button>`,
    });
    await buy();
  });

  it('takes no element for plenigo’s script, and makes no token in vain', async () => {
    expectProblem(/ERR_FAILED/);
    for (const html of [
      '<a id="plenigo">Read on</a>',
      '<form id="plenigo"><input name="checkoutWithRemoteLogin"></form>',
    ]) {
      const comment = await cleaned(html);
      stand = await openNewsstand({ ...withComment(comment), options: { mode: 'click' } });
      page = await newPage();
      await page.route('**/plenigo_sdk.min.js', (route) => route.abort());
      await page.goto(`${stand.url}/login/ada`);
      await button().click();
      await told('blocked');
      expect(clicksOn(stand)).to.deep.equal([]);
      await stand.close();
    }
  });

  describe('of a site that is careless itself', () => {
    /** The page with its script tags changed. */
    const article =
      (change: (scriptTag: string) => string): RequestHandler =>
      (_req, res) => {
        const { plenigo } = res.locals;
        res.send(htmlPage(present(plenigo).buyButton(LABEL), change(present(plenigo).scriptTag)));
      };

    it('believes its own tag alone, where names in comments stay that replace what the document has', async () => {
      const comment = '<img name="currentScript"><img name="addEventListener">';
      await open({
        before: [protect],
        // Behind plenigo's script, which may not be as careful.
        options: { sdk: 'blocking' },
        article: article((scriptTag) => scriptTag + comment),
      });
      await button().click();
      await page.locator('iframe').waitFor();
      expect([clicksOn(stand), tokens]).to.deep.equal([[CLICK], [CSRF]]);
    });

    it('asks its own site, whatever the base of the page is', async () => {
      await open(withComment(''));
      await page.evaluate((href) => {
        document.head.append(Object.assign(document.createElement('base'), { href }));
      }, foreign.url);
      await button().click();
      await page.locator('iframe').waitFor();
      expect([clicksOn(stand), stolen]).to.deep.equal([[CLICK], []]);
    });
  });
});

describe('beside a reader’s comment, an account page', function () {
  this.timeout(60_000);
  const open = useAccount();

  it('opens no account that the comment brings', async () => {
    let comment = '';
    const account = await open({
      snippets: ['ORDER'],
      render: (res) => usualPage(res).replace('<main>', `<main>${comment}`),
    });
    const { page, sandbox } = account;
    const mallory = sandbox.addCustomer({ email: 'mallory@example.com', firstName: 'Mallory' });
    const { companyId, secret, apiUrl } = sandbox.options;
    const client = new PlenigoClient({ companyId, secret, apiUrl });
    const { token } = await client.createLoginToken({ customerId: mallory.customerId });
    comment = await cleaned(
      `<div id="theirs" data-plenigo-snippet="PERSONAL_DATA" data-plenigo-token="${token}" data-plenigo-logged-out="/login"></div>`,
    );
    expect(comment).to.include('data-plenigo-snippet').and.include(token);
    await page.reload();
    await account.frame('ORDER').getByText('The long way home').waitFor();
    expect(await page.locator('iframe').count()).to.equal(1);
    expect(sandbox.tokens.find((made) => made.token === token)).to.include({ used: false });
  });

  it('shows each part in its own element, also where the comment has one of the same id', async () => {
    const comment = await cleaned('<p id="ORDER">Nice story!</p>');
    const { page } = await open({
      snippets: ['ORDER'],
      render: (res) => usualPage(res).replace('<main>', `<main>${comment}`),
    });
    await page.frameLocator('[data-plenigo-snippet] iframe').getByText('The long way home').waitFor();
    expect(await page.getByText('Nice story!').count()).to.equal(1);
  });

  it('takes no element for plenigo’s script', async () => {
    expectProblem(/Content Security Policy/);
    const comment = await cleaned('<form id="plenigo"><input name="renderSnippet"></form>');
    const { page } = await open({
      directives: () => ({}),
      render: (res) => usualPage(res).replace('<main>', `<main>${comment}`),
    });
    await page.locator('[data-plenigo-message="blocked"]').waitFor();
  });
});
