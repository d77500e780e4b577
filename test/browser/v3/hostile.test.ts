/** What a reader's comment, the site's own styles, or a faulty plenigo cannot do to a checkout of API v3. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { cleaned, expectProblem, newPage, useBrowser } from '../../support/browser.js';
import { checkoutIn, LABEL, openV3Page, PAID_TEXT, payButton, type V3Stand } from '../../support/newsstand.js';

describe('the checkout of API v3 on a hostile page', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: V3Stand;
  let page: Page;
  afterEach(() => stand.close());

  async function open(comment: string): Promise<void> {
    ({ stand, page } = await openV3Page({
      teaser: (_req, { locals: { plenigo } }) => comment + plenigo?.buyButton(LABEL),
    }));
  }
  const button = (name = LABEL) => page.getByRole('button', { name });
  async function buy(): Promise<void> {
    await button().click();
    await payButton(page).click();
    await page.getByText(PAID_TEXT).waitFor();
  }

  const comments = {
    'names of ours and of plenigo’s':
      '<a id="expressPlenigo">1</a><img name="plenigo"><form id="plenigo"><input name="Checkout"></form>',
    'an imitation of the dialog':
      '<p id="undefined" hidden></p><dialog open><h2 id="title">Checkout</h2><slot></slot><div id="plenigo-checkout"></div></dialog>',
  };
  for (const [name, html] of Object.entries(comments)) {
    it(`works beside ${name}`, async () => {
      await open(await cleaned(html));
      await buy();
    });
  }

  const withNames = (names: readonly string[]) => names.map((name) => `<img name="${name}" alt="">`).join('');

  it('works, and goes on after a payment page, beside names that hide what the document has', async () => {
    await open(withNames(['body', 'cookie', 'referrer', 'readyState', 'visibilityState']));
    await button().click();
    await checkoutIn(page).getByRole('button', { name: 'Pay on another page' }).click();
    await page.getByText(PAID_TEXT).waitFor();
    expect(stand.sandbox.v3.purchases).to.have.length(1);
  });

  it('says what is wrong beside all names of what the document has, where plenigo’s script has given up', async () => {
    expectProblem(/./);
    const names = await (await newPage()).evaluate(() => {
      const all: string[] = [];
      for (const name in document) all.push(name);
      return all;
    });
    expect(names).to.include.members(['createElement', 'querySelector', 'addEventListener', 'dispatchEvent']);
    await open(withNames(names));
    await page.evaluate(async () => {
      const { querySelectorAll } = Document.prototype;
      Reflect.deleteProperty(window, 'plenigo');
      const isTold = new Promise((resolve) => addEventListener('plenigo:error', () => setTimeout(resolve)));
      querySelectorAll
        .call(document, '[data-plenigo-checkout]')[0]
        ?.dispatchEvent(new Event('click', { bubbles: true }));
      await isTold;
      for (const image of querySelectorAll.call(document, 'img')) image.remove();
    });
    await page.getByRole('alert').getByText('The checkout was blocked').waitFor();
  });

  it('is no worse for the site’s styles', async () => {
    await open(
      '<style>dialog, header, h2, aside, slot { display: none !important } button { font: 1px serif }</style>',
    );
    await button().click();
    const cross = page.getByRole('dialog', { name: 'Checkout' }).getByRole('button', { name: 'Close' });
    expect((await cross.boundingBox())?.height).to.be.at.least(40);
    await payButton(page).waitFor();
  });

  it('keeps the purchase id out of the page, its address and its cookies, and forgets it with the dialog', async () => {
    await open('');
    await button().click();
    await payButton(page).waitFor();
    const [purchase] = stand.sandbox.v3.purchases;
    const seen = [await page.content(), page.url(), JSON.stringify(await page.context().cookies())].join();
    expect(purchase?.purchaseId).to.be.a('string');
    expect(seen).to.not.include(purchase?.purchaseId);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => sessionStorage.length === 0);
  });

  it('says that it did not work where plenigo answers garbage', async () => {
    await open('');
    for (const body of ['', '<h1>Welcome</h1>', '[]', 'null', '{"purchaseId":42}', '{"purchaseId":""}']) {
      stand.sandbox.inject({ call: 'preparePurchase', status: 201, body, times: 3 });
      await button().click();
      await page.getByRole('alert').getByText('That did not work').waitFor();
      expect(await page.getByRole('dialog').count(), body).to.equal(0);
      stand.sandbox.reset();
    }
  });
});
