/** A buy button before its script runs or without one, and pages that are not fresh any more: no click is lost. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { createGate } from '../middleware/gate.js';
import { expectProblem, holdBack, newPage, useBrowser } from '../support/browser.js';
import {
  ARTICLE,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openClickStand,
  openNewsstand,
  openNewsstandOn,
  PAID_TEXT,
  pay,
  payButton,
} from '../support/newsstand.js';

const WAITING = 'One moment … If nothing happens, please reload this page.';

describe('a buy button', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  afterEach(() => stand.close());

  async function open(setup: NewsstandSetup = {}, context: Parameters<typeof newPage>[0] = {}) {
    stand = await openNewsstand(setup);
    const page = await newPage(context);
    return { page, read: () => page.goto(`${stand.url}/login/ada`), button: page.getByRole('button', { name: LABEL }) };
  }

  const twoButtons: NonNullable<NewsstandSetup['teaser']> = (_req, res) =>
    ['One', 'Two'].map((label) => res.locals.plenigo?.buyButton(label)).join(' ');

  it('is followed by one sentence for a reader without JavaScript, in their language, that covers nothing', async () => {
    const { page, read, button } = await open({ options: { language: 'de' } }, { javaScriptEnabled: false });
    await read();
    await button.click();
    const sentence = page.locator('noscript span');
    expect([await sentence.isVisible(), await sentence.getAttribute('lang')]).to.deep.equal([true, 'de']);
    expect(await page.locator('main').innerText())
      .to.match(/JavaScript/)
      .and.not.match(/JavaScript und.*JavaScript und|Moment/s);
    expect(await page.locator('[popover]').isVisible()).to.equal(false);
  });

  it('says on the click that its script has not loaded, under a strict Content-Security-Policy, too', async () => {
    expectProblem(/ERR_FAILED/);
    const { page, read } = await open({
      teaser: twoButtons,
      front: () => [
        (_req, res, next) => {
          res.set('Content-Security-Policy', "default-src 'none'; img-src data:; script-src 'self' http://127.0.0.1:*");
          next();
        },
      ],
    });
    await page.route('**/plenigo/*.js', (route) => route.abort());
    await read();
    await page.getByRole('button', { name: 'Two' }).dblclick();
    const visible = page.locator('[popover]:popover-open');
    expect(await visible.allTextContents()).to.deep.equal([WAITING]);
    expect(await page.locator('[popover]').nth(1).isVisible()).to.equal(true);
  });

  const clicks: Record<string, (page: Page) => Promise<void>> = {
    'one click': (page) => page.getByRole('button', { name: 'Two' }).click(),
    'a double click': (page) => page.getByRole('button', { name: 'Two' }).dblclick(),
    'the Enter key': (page) => page.getByRole('button', { name: 'Two' }).press('Enter'),
    'clicks on two buttons': async (page) => {
      await page.getByRole('button', { name: 'One' }).click();
      await page.getByRole('button', { name: 'Two' }).click();
    },
  };
  for (const [name, click] of Object.entries(clicks)) {
    it(`opens one checkout by ${name} before its script has run, on both APIs`, async () => {
      for (const api of ['v2', 'v3']) {
        stand = await openNewsstandOn(api, { teaser: twoButtons });
        const page = await newPage();
        const letGo = await holdBack(page, '**/plenigo/*.js');
        await page.goto(`${stand.url}/login/ada`, { waitUntil: 'commit' });
        await click(page);
        await page.locator('[popover]:popover-open').waitFor();
        letGo();
        await page.getByRole('button', { name: 'Two' }).and(page.locator('[data-plenigo-state="loading"]')).waitFor();
        await payButton(page).waitFor();
        expect(await page.locator('[popover]').count()).to.equal(0);
        expect(await page.locator('iframe').count()).to.equal(1);
        await stand.close();
      }
    });
  }

  it('has no such sentence any more where the script runs, is announced as a plain button, and opens the checkout alone where it comes later', async () => {
    const { page, read, button } = await open();
    await read();
    await page.waitForFunction(() => 'expressPlenigo' in window);
    expect(await page.locator('[popover]').count()).to.equal(0);
    expect(await page.locator('body').ariaSnapshot())
      .to.include(`button "${LABEL}"`)
      .and.not.include('expanded');
    await page.evaluate(async (path) => {
      const later = new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html');
      document.querySelector('main')?.replaceWith(...later.querySelectorAll('main'));
    }, ARTICLE);
    expect(await page.locator('[popover]').count()).to.equal(1);
    await button.click();
    await page.locator('iframe').waitFor();
    expect(await page.locator('[popover]').isVisible()).to.equal(false);
  });
});

const HOUR = 60 * 60 * 1000;

describe('a page that is not fresh any more', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  let page: Page;
  const { now } = Date;

  beforeEach(async () => {
    ({ stand, page } = await openClickStand());
  });
  afterEach(async () => {
    Date.now = now;
    await stand.close();
  });

  const button = () => page.getByRole('button', { name: LABEL });
  const saysInBrowser = async (code: string) => {
    await button().click();
    await page.locator(`[data-plenigo-message="${code}"]`).waitFor();
  };
  const inAnotherTab = (path: string) => page.request.get(stand.url + path);

  it('sells after the reader has gone elsewhere and come back, also from the middle of a checkout', async () => {
    for (const isOpen of [false, true]) {
      if (isOpen) await button().click();
      if (isOpen) await payButton(page).waitFor();
      await page.goto(`${stand.url}/elsewhere`);
      await page.goBack();
    }
    await button().click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
  });

  it('that comes out of the back/forward cache has forgotten the click it was left with', async () => {
    const letIn = await holdBack(page, '**/plenigo/checkout');
    await button().click();
    await page.locator('[aria-busy]').waitFor();
    // Browsers under remote control keep no page in that cache, so the page is told what it would be told.
    await page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    expect(await page.locator('[aria-busy]').count()).to.equal(0);
    // The request that was given up has ended by now, and says nothing.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    expect(await page.getByRole('alert').count()).to.equal(0);
    await page.unroute('**/plenigo/checkout');
    await button().click();
    await page.locator('iframe').waitFor();
    letIn();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(stand.sandbox.customers[0]?.purchases).to.have.length(1);
  });

  it('that comes out of that cache at once is not disturbed by what it had still to do for the click before', async () => {
    let clicks = 0;
    const gate = createGate();
    await page.route('**/plenigo/checkout', async (route) => {
      clicks += 1;
      if (clicks > 1) await gate.pass();
      await route.continue().catch(() => {});
    });
    await page.evaluate(async (afterwards) => {
      const button = document.querySelector<HTMLElement>('[data-plenigo-checkout]');
      await new Promise<void>((resolve) => {
        let opened = 0;
        const plenigo = {
          checkoutWithRemoteLogin() {
            opened += 1;
            if (opened > 1) return;
            setTimeout(() => {
              window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
              button?.click();
              setTimeout(resolve, afterwards);
            });
          },
        };
        Object.assign(window, { plenigo });
        button?.click();
      });
      // In ms: longer than what the first click has left behind.
    }, 700);
    expect(await page.locator('[aria-busy]').count()).to.equal(1);
    gate.open();
    await page.locator('[aria-busy]').waitFor({ state: 'detached' });
    expect(clicks).to.equal(2);
  });

  it('keeps its click when it is shown for the first time', async () => {
    await page.evaluate(() => {
      document.querySelector<HTMLElement>('[data-plenigo-checkout]')?.click();
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    });
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
  });

  it('sells hours later, by a token that is made now, and asks on the next day to be reloaded', async () => {
    expectProblem(/status of 403/);
    Date.now = () => now() + 25 * HOUR;
    await saysInBrowser('offer-invalid');
    expect(stand.sandbox.tokens).to.deep.equal([]);
    await page.reload();
    Date.now = () => now() + 34 * HOUR;
    await button().click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(stand.sandbox.tokenFailures).to.deep.equal({ used: 0, expired: 0, unknown: 0 });
  });

  it('sells nothing to another reader, asks for a login when the session is over, and works again with its own', async () => {
    expectProblem(/status of (401|403)/);
    await inAnotherTab('/login/bo');
    await saysInBrowser('offer-invalid');
    await inAnotherTab('/logout');
    await saysInBrowser('anonymous');
    expect(await page.getByRole('alert').textContent()).to.equal('Please log in again.');
    expect(stand.sandbox.tokens).to.deep.equal([]);
    await inAnotherTab('/login/ada');
    await button().click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
  });

  it('shows what was bought in another tab instead of selling it again', async () => {
    stand.sandbox.addCustomer({ email: 'ada@example.com', externalUserId: 'ada' });
    stand.sandbox.buy({ externalUserId: 'ada' }, 'ARTICLE-1');
    await button().click();
    await page.getByText(PAID_TEXT).waitFor();
    expect(await page.locator('iframe').count()).to.equal(0);
    expect(new URL(page.url()).pathname).to.equal(ARTICLE);
  });
});
