/** Pages that are not fresh any more: back from elsewhere, restored hours later, overtaken by another tab. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectProblem, holdBack, useBrowser } from '../support/browser.js';
import { ARTICLE, LABEL, type Newsstand, openClickStand, PAID_TEXT, pay } from '../support/newsstand.js';

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
  /** The same reader's browser, elsewhere. */
  const inAnotherTab = (path: string) => page.request.get(stand.url + path);

  it('sells after the reader has gone elsewhere and come back, also from the middle of a checkout', async () => {
    for (const isOpen of [false, true]) {
      if (isOpen) await button().click();
      if (isOpen) await page.frameLocator('iframe').getByRole('button', { name: /^Pay / }).waitFor();
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
    let letIn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      letIn = resolve;
    });
    await page.route('**/plenigo/checkout', async (route) => {
      clicks += 1;
      if (clicks > 1) await gate;
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
    letIn();
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
