/** The login token that a page was made with: its first click needs no request, and nothing else in the page gets it. */

import { expect } from 'chai';
import type { RequestHandler, Response } from 'express';
import type { Page } from 'playwright-core';
import { cleaned, expectProblem, newPage, useBrowser } from '../support/browser.js';
import {
  ARTICLE,
  clicksOn,
  document as htmlPage,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openNewsstand,
  PAID_TEXT,
  pay,
} from '../support/newsstand.js';
import { present } from '../support/present.js';

const CLICK = 'POST /plenigo/checkout';
/** In ms: longer than a token lives. */
const TEN_MINUTES = 600_000;

describe('a page with a login token of its own', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  let page: Page;
  afterEach(() => stand.close());

  async function open(setup: NewsstandSetup = {}, prepare?: () => void): Promise<void> {
    stand = await openNewsstand({ product: ['ARTICLE-1', 'YEARLY'], ...setup });
    page = await newPage();
    if (prepare) await page.addInitScript(prepare);
    await page.goto(`${stand.url}/login/ada`);
  }
  const twoButtons = (_req: unknown, { locals: { plenigo } }: Response) =>
    plenigo?.offers.map(({ product, buyButton }) => buyButton(`Buy ${product.id}`)).join('');
  const button = (name: string) => page.locator('button:not([aria-busy])', { hasText: name });
  const opened = () => page.locator('iframe').waitFor();
  const cancel = async () => {
    await page.frameLocator('iframe').getByRole('button', { name: 'Cancel' }).click();
    await page.locator('[aria-busy]').waitFor({ state: 'detached' });
  };
  const bought = () => stand.sandbox.customers[0]?.purchases.map(({ productId }) => productId);

  for (const id of ['ARTICLE-1', 'YEARLY']) {
    it(`opens the checkout of whichever offer is clicked first without a request to the site: ${id}`, async () => {
      await open({ teaser: twoButtons });
      const before = [...stand.visits];
      await button(`Buy ${id}`).click();
      await opened();
      expect(stand.visits).to.deep.equal(before);
      expect(stand.sandbox.tokens).to.have.length(1);
      await pay(page);
      await page.getByText(PAID_TEXT).waitFor();
      expect(bought()).to.deep.equal([id]);
      expect(stand.sandbox.tokenFailures).to.deep.equal({ used: 0, expired: 0, unknown: 0 });
    });
  }

  it('asks for a fresh one on the next click, on whichever button', async () => {
    await open({ teaser: twoButtons });
    await button('Buy ARTICLE-1').click();
    await cancel();
    for (const [clicks, id] of ['ARTICLE-1', 'YEARLY'].entries()) {
      await button(`Buy ${id}`).click();
      await opened();
      expect(clicksOn(stand)).to.have.length(clicks + 1);
      if (id !== 'YEARLY') await cancel();
    }
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(bought()).to.deep.equal(['YEARLY']);
    expect(stand.sandbox.tokenFailures).to.deep.equal({ used: 0, expired: 0, unknown: 0 });
  });

  describe('takes it for', () => {
    it('good for less than the five minutes since the page was asked for', async () => {
      await open();
      const html = await (await page.request.get(stand.url + ARTICLE)).text();
      const goodFor = Number(/"goodFor":(\d+)/.exec(html)?.[1]);
      expect(goodFor).to.be.within(200_000, 290_000);
    });

    it('expired when that time is over, and asks for a fresh one', async () => {
      await open({
        article: (_req, res) => {
          const plenigo = present(res.locals.plenigo);
          const scriptTag = plenigo.scriptTag.replace(/("goodFor":)\d+/, '$11');
          res.send(htmlPage(plenigo.buyButton(LABEL), scriptTag));
        },
      });
      await button(LABEL).click();
      await opened();
      expect(clicksOn(stand)).to.deep.equal([CLICK]);
    });

    const clocks: Record<string, (ms: number) => void> = {
      'also where the computer has slept, and only the clock on the wall has gone on': (ms) => {
        const { now } = Date;
        Date.now = () => now() + ms;
      },
      'also where the clock on the wall was set back': (ms) => {
        const { performance } = window;
        const now = performance.now.bind(performance);
        performance.now = () => now() + ms;
      },
    };
    for (const [name, move] of Object.entries(clocks)) {
      it(`expired, ${name}`, async () => {
        await open();
        await page.evaluate(move, TEN_MINUTES);
        await button(LABEL).click();
        await opened();
        expect(clicksOn(stand)).to.deep.equal([CLICK]);
      });
    }

    it('good where the reader’s clock is wrong by years', async () => {
      await open({}, () => {
        const { now } = Date;
        Date.now = () => now() + 1e11;
        const timeOrigin = performance.timeOrigin + 1e11;
        Object.defineProperty(performance, 'timeOrigin', { value: timeOrigin });
      });
      await button(LABEL).click();
      await opened();
      expect(clicksOn(stand)).to.deep.equal([]);
    });
  });

  it('shows it in no element and in no address', async () => {
    const addresses: string[] = [];
    await open();
    page.on('request', (request) => addresses.push(request.url()));
    const reload = await page.reload();
    const html = (await reload?.text()) ?? '';
    const token = stand.sandbox.tokens.at(-1)?.token ?? 'none';
    // As it was sent: in the text before our own script tag alone.
    const [, tag = ''] = /(<script type="application\/json".*?<\/script>)/.exec(html) ?? [];
    expect(tag).to.include(token);
    expect(html.replace(tag, '')).not.to.include(token);
    expect(await page.content()).not.to.include(token);
    await button(LABEL).click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(addresses.join('\n')).not.to.include(token);
  });

  describe('beside a reader’s comment', () => {
    const withComment = (comment: string): NewsstandSetup => ({
      product: 'ARTICLE-1',
      teaser: (_req, { locals: { plenigo } }) => comment + plenigo?.buyButton(LABEL),
    });

    it('sells nothing for the comment’s buttons but what the page offers', async () => {
      expectProblem(/status of 403/);
      const data = JSON.stringify({ goodFor: 1e9, calls: [['theirs', { paymentData: 'theirs' }]] });
      for (const mark of ['', '0', 'constructor', 'undefined', 'null', 'theirs']) {
        // As if it could tell our script what the page tells it.
        const comment = await cleaned(
          `<div data-plenigo data-page='${data}'>${data}</div><button data-plenigo-checkout="x" data-plenigo-offer="${mark}">Read on</button>`,
        );
        expect(comment).to.include(`data-plenigo-offer="${mark}"`).and.include('data-page');
        await open(withComment(comment));
        await button('Read on').click();
        await page.locator('[data-plenigo-message="offer-invalid"]').waitFor();
        await button(LABEL).click();
        await opened();
        expect(clicksOn(stand)).to.deep.equal([CLICK]);
        await page.close();
        await stand.close();
      }
      // The mark of a genuine button of the page, which a comment could copy.
      await open(withComment(''));
      const mark = await button(LABEL).getAttribute('data-plenigo-offer');
      await page.evaluate(
        (html) => document.querySelector('main')?.insertAdjacentHTML('beforeend', html),
        await cleaned(`<button data-plenigo-checkout="x" data-plenigo-offer="${mark}">Read on</button>`),
      );
      await button('Read on').click();
      await pay(page);
      await page.getByText(PAID_TEXT).waitFor();
      expect(bought()).to.deep.equal(['ARTICLE-1']);
    });
  });

  it('asks for a fresh one where plenigo’s script has failed with it', async () => {
    expectProblem(/page: broken checkout/);
    await open();
    await page.evaluate(() => {
      const sdk = (window as unknown as { plenigo: { checkoutWithRemoteLogin(call: object): void } }).plenigo;
      const real = sdk.checkoutWithRemoteLogin;
      sdk.checkoutWithRemoteLogin = () => {
        sdk.checkoutWithRemoteLogin = real;
        throw new Error('broken checkout');
      };
    });
    await button(LABEL).click();
    await page.locator('[data-plenigo-message="unavailable"]').waitFor();
    await button(LABEL).click();
    await opened();
    expect(clicksOn(stand)).to.deep.equal([CLICK]);
  });

  it('leaves the documented snippet as it is: with the token inside', async () => {
    const snippet: RequestHandler = (_req, res) => {
      const { plenigo } = res.locals;
      res.send(
        htmlPage(`<button onclick="${plenigo?.checkout?.snippet}">${LABEL}</button>`, present(plenigo).scriptTag),
      );
    };
    await open({ article: snippet });
    const code = await button(LABEL).getAttribute('onclick');
    expect(code).to.include('plenigo.checkoutWithRemoteLogin(').and.include('loginToken:');
    await button(LABEL).click();
    await opened();
    expect(clicksOn(stand)).to.deep.equal([]);
  });
});
