/** API v3's checkout in a real browser: a dialog, and each of its ends leads the reader on. */

import { expect } from 'chai';
import helmet from 'helmet';
import type { Page } from 'playwright-core';
import { expectProblem, frameHasGrown, useBrowser } from '../../support/browser.js';
import {
  ARTICLE,
  checkoutIn,
  LABEL,
  openV3Page,
  PAID_TEXT,
  payButton,
  type V3Setup,
  type V3Stand,
} from '../../support/newsstand.js';

const CLICK = 'POST /plenigo/checkout';

describe('the checkout of API v3', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: V3Stand;
  let page: Page;
  afterEach(() => stand.close());

  async function open(setup: V3Setup = {}): Promise<void> {
    ({ stand, page } = await openV3Page(setup));
  }
  const button = (name = LABEL) => page.getByRole('button', { name });
  const dialog = (name = 'Checkout') => page.getByRole('dialog', { name });
  const press = async (name: string | RegExp) => {
    const pressed = checkoutIn(page).getByRole('button', { name });
    await pressed.waitFor();
    await frameHasGrown(page);
    await pressed.click();
  };
  const says = (text: string | RegExp) => dialog().getByText(text).waitFor();
  const isOpen = () => page.getByText(PAID_TEXT).waitFor();
  const clicks = () => stand.visits.filter((visit) => visit === CLICK);
  function buyElsewhere(): void {
    const { sandbox } = stand;
    const email = 'ada@example.com';
    const [ada = sandbox.addCustomer({ email, externalUserId: 'ada' })] = sandbox.customers;
    sandbox.buy(ada, 'SEA-WALL');
  }
  const purchases = () => stand.sandbox.v3.purchases;

  it('opens in a dialog on a click, and leads to the page that was bought', async () => {
    await open();
    await button().click();
    await dialog().waitFor();
    expect(purchases()).to.have.length(1);
    await press(/^Pay €/);
    await isOpen();
    expect([stand.errors, await page.evaluate(() => sessionStorage.length)]).to.deep.equal([[], 0]);
  });

  it('opens by the inline snippet, too, and puts no token into the page', async () => {
    await open({
      teaser: (_req, { locals: { plenigo } }) => {
        const { checkout, loginToken } = plenigo as {
          checkout: { snippet: string; paymentData?: string };
          loginToken?: string;
        };
        expect([checkout.paymentData, loginToken]).to.deep.equal([undefined, undefined]);
        return `<button onclick="${checkout.snippet}">${LABEL}</button>`;
      },
    });
    await button().dblclick();
    await press(/^Pay €/);
    await isOpen();
    expect(purchases()).to.have.length(1);
  });

  it('works and looks alike under a strict Content-Security-Policy', async () => {
    await open({
      front: (plenigo) => [
        helmet({ contentSecurityPolicy: { directives: { ...plenigo.cspDirectives(), styleSrc: ["'none'"] } } }),
      ],
    });
    await page.setViewportSize({ width: 1280, height: 720 });
    await button().click();
    expect((await dialog().boundingBox())?.width).to.equal(672);
    await press(/^Pay €/);
    await isOpen();
  });

  it('is named, takes the focus, goes with Esc or its cross, leaves nothing, and gives the focus back', async () => {
    await open();
    const elements = await page.locator('body > *').count();
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    for (const leave of [
      () => page.keyboard.press('Escape'),
      () => dialog().getByRole('button', { name: 'Close' }).click(),
    ]) {
      await button().click();
      await dialog().waitFor();
      const focused = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);
      expect(focused).to.equal('Checkout');
      await leave();
      await dialog().waitFor({ state: 'detached' });
      // Closed is not yet gone.
      await page.waitForFunction((count) => document.querySelectorAll('body > *').length === count, elements);
      expect(await button().evaluate((element) => element === document.activeElement)).to.equal(true);
      await page.locator('main button:not([aria-busy])').waitFor();
    }
    expect(purchases()).to.have.length(2);
  });

  it('fills the screen of a phone, and speaks German to a German reader', async () => {
    await open({ options: { language: 'de' } });
    await page.setViewportSize({ width: 390, height: 844 });
    await button().click();
    expect(await dialog('Kasse').boundingBox()).to.deep.equal({ x: 0, y: 0, width: 390, height: 844 });
    await page.frameLocator('iframe').locator('button').first().waitFor();
    await page.evaluate(() => document.dispatchEvent(new CustomEvent('plenigo.PurchaseFailed')));
    await dialog('Kasse').getByText('Die Zahlung ist fehlgeschlagen').waitFor();
    await dialog('Kasse').getByRole('button', { name: 'Schließen' }).click();
  });

  it('asks whether the page is open when plenigo says that the reader has it already', async () => {
    await open();
    await button().click();
    await payButton(page).waitFor();
    buyElsewhere();
    await press('Bought already (-1)');
    await isOpen();
  });

  it('asks once more whether the page is open when plenigo refuses, and says so where it is not', async () => {
    await open();
    buyElsewhere();
    const { sandbox } = stand;
    for (const [errorCode, times] of [
      [90039, 9],
      [90040, 1],
    ] as const) {
      sandbox.inject({ call: 'preparePurchase', status: 400, body: { errorCode, errorMessage: 'bought' } });
      const body = { customerId: sandbox.customers[0]?.customerId, items: [] };
      const remove = sandbox.inject({ call: 'hasAccess', times, body });
      await button().click();
      if (times > 1) await page.getByRole('alert').getByText('You have bought this already').waitFor();
      remove();
    }
    await isOpen();
    expect(stand.errors).to.deep.equal([]);
  });

  it('opens nothing for a stranger’s word that something was bought', async () => {
    await open();
    const lie = () =>
      page.evaluate(() =>
        document.dispatchEvent(new CustomEvent('plenigo.PurchaseSuccess', { detail: { orderId: '4711' } })),
      );
    await lie();
    await button().click();
    await payButton(page).waitFor();
    expect(clicks()).to.have.length(1);
    await page.clock.install();
    await lie();
    // It asks again and again, for longer than a test should take.
    const isTold = () =>
      dialog()
        .getByText(/as soon as your payment is confirmed/)
        .isVisible();
    while (!(await isTold())) await page.clock.runFor(1000);
    expect(clicks()).to.have.length(5);
    expect(await page.getByText(PAID_TEXT).count()).to.equal(0);
    // What is paid then is seen all the same.
    await press(/^Pay €/);
    await dialog().getByRole('button', { name: 'Reload the page' }).click();
    await isOpen();
  });

  it('does not open unasked for another reader, or for who comes to the page by a link', async () => {
    expectProblem(/status of 403/);
    await open({
      routes: (app) =>
        app.get(
          '/front',
          (_req, res) => void res.send(`<link rel="icon" href="data:,"><a href="${ARTICLE}">To the article</a>`),
        ),
    });
    const startAndGo = async (address: string) => {
      await button().click();
      await dialog().waitFor();
      await page.goto(stand.url + address);
    };
    await startAndGo('/front');
    await page.getByRole('link').click();
    await button().waitFor();
    // Our script runs when all of the page is there.
    await page.waitForLoadState('domcontentloaded');
    expect(await page.evaluate(() => sessionStorage.length)).to.equal(0);
    expect(clicks()).to.have.length(1);
    await Promise.all([
      page.waitForResponse(/plenigo\/checkout$/).then(() => page.waitForResponse(/plenigo\/checkout$/)),
      startAndGo('/login/bob'),
    ]);
    expect(await page.getByRole('dialog').count()).to.equal(0);
  });

  it('thanks for what opens no page', async () => {
    await open({ settings: { checkAccess: false } });
    await button().click();
    await press(/^Pay €/);
    await says('Thank you for your purchase.');
    await Promise.all([
      page.waitForEvent('load'),
      dialog().locator('.bar').getByRole('button', { name: 'Close' }).click(),
    ]);
    expect(await page.getByRole('dialog').count()).to.equal(0);
  });

  for (const [target, text] of [
    ['/thanks', 'Welcome'],
    [`${ARTICLE}#text`, PAID_TEXT],
  ] as const) {
    it(`leads to where the site says: ${target}`, async () => {
      await open({
        routes: (app) => app.get('/thanks', (_req, res) => void res.send('<link rel="icon" href="data:,">Welcome')),
        settings: (req) => ({ targetUrl: `http://${req.get('host')}${target}` }),
      });
      await button().click();
      await press(/^Pay €/);
      await page.getByText(text).waitFor();
      expect(page.url()).to.equal(stand.url + target);
    });
  }

  it('says why it cannot open', async () => {
    await open();
    stand.sandbox.inject({ call: 'preparePurchase', status: 500, times: 3 });
    await button().click();
    await page.getByRole('alert').getByText('That did not work').waitFor();
    expect(stand.errors.map(({ code }) => code)).to.include('server-error');
    await page.evaluate(() => delete (window as { plenigo?: unknown }).plenigo);
    await button().click();
    await page.getByRole('alert').getByText('The checkout was blocked').waitFor();
    expectProblem(/status of 401/);
    await page.reload();
    await page.context().clearCookies();
    await button().click();
    await page.getByRole('alert').getByText('Please log in again.').waitFor();
    expect(purchases()).to.deep.equal([]);
  });
});
