/** API v3's checkout in its dialog, or in an element of the page: what each end leaves there, and who can use it. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { findBarriers } from '../../support/barriers.js';
import { frameHasGrown, holdBack, useBrowser } from '../../support/browser.js';
import { ARTICLE, checkoutIn, LABEL, openV3Page, PAID_TEXT, payButton, type V3Stand } from '../../support/newsstand.js';
import { present } from '../../support/present.js';

/** In characters: the longest address that plenigo takes. */
const LONGEST = 220;

describe('the dialog of API v3', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: V3Stand;
  let page: Page;
  beforeEach(async () => {
    ({ stand, page } = await openV3Page());
  });
  afterEach(() => stand.close());

  const dialog = () => page.getByRole('dialog', { name: 'Checkout' });
  const click = (name = LABEL) => page.getByRole('button', { name }).click();
  const isForm = () => payButton(page).waitFor();
  const press = async (name: string | RegExp) => {
    await isForm();
    await frameHasGrown(page);
    await checkoutIn(page).getByRole('button', { name }).click();
  };
  const says = (text: string | RegExp) => dialog().getByText(text).waitFor();
  const isOpen = () => page.getByText(PAID_TEXT).waitFor();
  const frames = () => page.locator('iframe').count();
  const purchases = () => stand.sandbox.v3.purchases.length;

  /** The form of before may stay until the site has answered. */
  const isAnew = () => page.waitForResponse(/plenigo\/checkout$/).then(isForm);
  const ends = {
    'plenigo stops it': { press: 'An error', says: /interrupted/, next: 'Try again', leads: isAnew, purchases: 2 },
    'a payment fails': {
      press: 'The payment fails',
      says: /not go through/,
      next: 'Try again',
      leads: isAnew,
      purchases: 2,
    },
    'an offer’s rules refuse the reader': {
      ...{ press: 'Not allowed (-2)', says: /another offer/, next: 'Close', purchases: 1 },
      leads: () => dialog().waitFor({ state: 'detached' }),
    },
    'the reader has it already': {
      ...{ press: 'Bought already (-1)', says: /have bought this/, next: 'Reload the page', purchases: 1 },
      leads: () => page.waitForEvent('load'),
    },
  };
  for (const [name, end] of Object.entries(ends)) {
    it(`has one next step, and no form of the past, when ${name}`, async () => {
      await click();
      await isForm();
      if (end.next.startsWith('Reload')) await page.clock.install();
      await press(end.press);
      while (!(await dialog().getByText(end.says).isVisible())) {
        if (end.next.startsWith('Reload')) await page.clock.runFor(1000);
      }
      // After a payment that failed, plenigo's form may offer another way to pay.
      expect(await frames()).to.equal(end.says.test('not go through') ? 1 : 0);
      expect([purchases(), await findBarriers(page)]).to.deep.equal([1, []]);
      await Promise.all([end.leads(), dialog().locator('.bar').getByRole('button', { name: end.next }).click()]);
      expect(purchases()).to.equal(end.purchases);
    });
  }

  it('says that it loads, can be scrolled by keys, has one title and no barrier, light and dark', async () => {
    const goOn = await holdBack(page, '**/checkout?api=v3*');
    await click();
    await dialog().getByRole('status').getByText('One moment …').waitFor();
    expect(await findBarriers(page, [page.mainFrame()])).to.deep.equal([]);
    goOn();
    await isForm();
    expect(await dialog().getByText('One moment …').isVisible()).to.equal(false);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await findBarriers(page), colorScheme).to.deep.equal([]);
    }
    await dialog().locator('.body').focus();
    await page.keyboard.press('End');
    await page.waitForFunction(
      () => (document.querySelector('body > div')?.shadowRoot?.querySelector('.body')?.scrollTop ?? 0) > 0,
    );
    expect(await dialog().getByRole('heading').count()).to.equal(1);
    expect(await dialog().locator('header, main, aside, nav, footer').count(), 'those are of the page').to.equal(0);
  });

  it('goes on with what a payment page has added, however long the address, and gives the page its own back', async () => {
    const address = `${stand.url}${ARTICLE}?utm_source=${'x'.repeat(100)}`;
    await page.goto(address);
    await click();
    await press('Pay on another page');
    // Somewhere between it is this long, and the payment is not known without what was added.
    await page.waitForURL((url) => url.href.length > 220 && url.searchParams.has('payment_intent_client_secret'));
    await isOpen();
    expect(purchases()).to.equal(1);
    expect(page.url()).to.equal(address);
  });

  it('lends a page whose address is longer than plenigo takes a shorter one meanwhile', async () => {
    const article = `${stand.url}${ARTICLE}`;
    for (const length of [LONGEST, LONGEST + 1]) {
      const address = `${article}?x=`.padEnd(length, 'x');
      await page.goto(address);
      await click();
      await isForm();
      expect(await page.evaluate(() => location.href)).to.equal(length > LONGEST ? article : address);
      await dialog().getByRole('button', { name: 'Close' }).click();
      // The page has its address back a moment after the dialog has closed.
      await page.waitForURL(address);
    }
  });

  it('starts no purchase again that is over, whether plenigo says so or not', async () => {
    await click();
    await isForm();
    stand.sandbox.clock.advance(31 * 60_000);
    await page.reload();
    await says(/interrupted/);
    expect([await frames(), purchases()]).to.deep.equal([0, 1]);
    await page.reload();
    await isForm();
    expect(purchases()).to.equal(2);
    // From here on nothing that plenigo says reaches the page, and its own button loads the page anew.
    await page.addInitScript(() => {
      for (const name of ['Error', 'WebAnalyticsLoad']) {
        addEventListener(`plenigo.${name}`, (event) => event.stopImmediatePropagation(), true);
      }
    });
    stand.sandbox.clock.advance(31 * 60_000);
    await page.reload();
    await Promise.all([
      page.waitForEvent('load'),
      checkoutIn(page).getByRole('button', { name: 'Start again' }).click(),
    ]);
    await press(/^Pay €/);
    await isOpen();
    expect(purchases()).to.equal(3);
  });

  it('knows by the name of plenigo’s page alone that a purchase is over', async () => {
    await click();
    await isForm();
    await page.evaluate(() =>
      document.dispatchEvent(
        new CustomEvent('plenigo.WebAnalyticsLoad', { detail: { pageName: 'defaultSessionOutdatedForm' } }),
      ),
    );
    await says(/interrupted/);
    expect(await frames()).to.equal(0);
  });
});

describe('the checkout of API v3 in the page', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: V3Stand;
  let page: Page;
  afterEach(() => stand.close());

  async function open(element: string): Promise<void> {
    const frame = { title: 'Till', filterSalutations: ['DIVERSE'], address: { postbox: true } } as const;
    ({ stand, page } = await openV3Page({
      settings: { ...frame, elementId: 'till', customCss: 'https://cdn.example/till.css', variant: 'fastTrack' },
      teaser: (_req, { locals }) => `${present(locals.plenigo).buyButton(LABEL)}${element}`,
    }));
    // What plenigo's script is told.
    await page.waitForFunction(() => 'plenigo' in window);
    await page.evaluate(() => {
      const { plenigo: sdk, told } = Object.assign(window as never as { plenigo: Sdk; told: object[] }, { told: [] });
      const { Checkout } = sdk;
      sdk.Checkout = class extends Checkout {
        constructor(id: string, config: object) {
          super(id, config);
          told.push(config);
        }
      };
    });
  }
  type Sdk = { Checkout: new (id: string, config: object) => object };
  const till = () => page.locator('#till').getByRole('dialog', { name: 'Checkout' });
  const press = async (name: string | RegExp) => {
    const pressed = page.frameLocator('iframe[title="Till"]').getByRole('button', { name });
    await pressed.waitFor();
    await frameHasGrown(page);
    await pressed.click();
  };
  const click = () => page.getByRole('button', { name: LABEL }).click();

  it('stands where the site wants it, with what it says, and goes on there after a payment page', async () => {
    await open('<div id="till"></div>');
    await page.setViewportSize({ width: 390, height: 800 });
    await click();
    await press('The payment fails');
    expect(await till().evaluate((dialog) => dialog.matches(':modal'))).to.equal(false);
    const { x = 0, width = 0 } = (await till().boundingBox()) ?? {};
    expect(x + width).to.be.within(200, 390);
    await till()
      .getByText(/not go through/)
      .waitFor();
    expect(await findBarriers(page)).to.deep.equal([]);
    const [{ elementId, returnUrl, ...told } = {} as Record<string, string>] = await page.evaluate(
      () => (window as never as { told: Record<string, string>[] }).told,
    );
    expect(returnUrl).to.include(stand.url);
    expect(elementId).to.match(/^plenigo-/);
    expect(told).to.deep.equal({
      ...{ title: 'Till', customCSS: 'https://cdn.example/till.css', VariantUniqueId: 'fastTrack' },
      ...{ filterSalutations: ['DIVERSE'], address: { postbox: true } },
    });
    // It is left like a dialog, and the focus goes back.
    await till().getByRole('button', { name: 'Close' }).click();
    await till().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).to.equal(LABEL);
    await click();
    await press('Pay on another page');
    await page.getByText(PAID_TEXT).waitFor();
    expect(stand.sandbox.v3.purchases).to.have.length(2);
    expect(stand.errors).to.deep.equal([]);
  });

  it('is the dialog where the page has no such element', async () => {
    await open('');
    await click();
    await press(/^Pay €/);
    await page.getByText(PAID_TEXT).waitFor();
  });
});
