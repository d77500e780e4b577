/** What API v3's scripts take care of at the edges: the longest address that plenigo takes, and a page without its elements. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { useBrowser } from '../../support/browser.js';
import { ARTICLE, checkoutIn, document, LABEL, openV3Page, type V3Stand } from '../../support/newsstand.js';
import { present } from '../../support/present.js';

/** In characters. */
const LONGEST = 220;

describe('a page on API v3', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: V3Stand;
  let page: Page;
  afterEach(() => stand.close());

  it('keeps its address in the checkout up to 220 characters, and lends it a shorter one above', async () => {
    ({ stand, page } = await openV3Page());
    const article = `${stand.url}${ARTICLE}`;
    for (const length of [LONGEST, LONGEST + 1]) {
      const address = `${article}?x=`.padEnd(length, 'x');
      await page.goto(address);
      await page.getByRole('button', { name: LABEL }).click();
      await checkoutIn(page)
        .getByRole('button', { name: /^Pay €/ })
        .waitFor();
      expect(await page.evaluate(() => location.href)).to.equal(length > LONGEST ? article : address);
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      // The page has its address back a moment after the dialog has closed.
      await page.waitForURL(address);
    }
  });

  it('asks for nothing where the site has left out the elements of its snippets', async () => {
    ({ stand, page } = await openV3Page({
      routes: (app, { plenigo }) => {
        app.get('/account', plenigo.account('ORDER', { elementId: 'orders' }), (_req, res) =>
          res.send(document('<h1>Your account</h1>', present(res.locals.plenigoAccount).scriptTag)),
        );
      },
    }));
    const requests: string[] = [];
    page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await page.goto(`${stand.url}/account`);
    expect(requests.filter((request) => /\/plenigo\/account-/.test(request))).to.have.length(1);
    expect(requests.filter((request) => request.startsWith('POST'))).to.deep.equal([]);
  });
});
