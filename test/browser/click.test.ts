/** A click on a buy button in a real browser: one checkout, or a message that helps. */

import { expect } from 'chai';
import type { Response } from 'express';
import type { Page } from 'playwright-core';
import { expectProblem, holdBack, stopClock, useBrowser } from '../support/browser.js';
import {
  clicksOn,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openClickStand,
  PAID_TEXT,
  pay,
} from '../support/newsstand.js';

const CHECKOUT = '/plenigo/checkout';

describe('a click on a buy button', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  let page: Page;
  afterEach(() => stand.close());

  async function open(setup: NewsstandSetup = {}): Promise<void> {
    ({ stand, page } = await openClickStand(setup));
  }
  const clicks = () => clicksOn(stand);
  const button = (name = LABEL) => page.getByRole('button', { name });
  const message = () => page.getByRole('alert');

  /** Lets the requests of clicks wait at the door; what comes back lets them in. */
  const holdClicks = () => holdBack(page, `**${CHECKOUT}`);

  /** As long as a page of the site does not answer. */
  async function failClicks(status = 503): Promise<() => Promise<void>> {
    expectProblem(new RegExp(`status of ${status}`));
    await page.route(`**${CHECKOUT}`, (route) => route.fulfill({ status, body: '<h1>Out of order</h1>' }));
    return () => page.unroute(`**${CHECKOUT}`);
  }

  it('opens one checkout, however fast it is done twice', async () => {
    await open();
    await button().dblclick();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(clicks()).to.deep.equal([`POST ${CHECKOUT}`]);
    expect(stand.sandbox.tokens).to.have.length(1);
  });

  it('opens one checkout also where plenigo’s script lets the second click of a double click through', async () => {
    await open();
    await stopClock(page);
    await page.evaluate(() => {
      const target = document.querySelector<HTMLElement>('[data-plenigo-checkout]');
      (window as unknown as { plenigo: object }).plenigo = {
        checkoutWithRemoteLogin() {
          document.title += ' opened';
          target?.click();
          queueMicrotask(() => target?.click());
        },
      };
      document.title = '';
      target?.click();
    });
    await page.waitForFunction(() => document.title !== '');
    await page.clock.runFor(300);
    await button().click();
    expect(clicks()).to.have.length(1);
    await page.clock.runFor(400);
    await page.locator('button:not([aria-busy])').waitFor();
    expect(await page.title()).to.equal('opened');
  });

  it('marks its button as busy meanwhile, keeps the focus, works by the keyboard, and keeps other buttons from opening', async () => {
    await open({
      teaser: (_req, { locals: { plenigo } }) => `${plenigo?.buyButton('One')}${plenigo?.buyButton('Two')}`,
    });
    const letIn = await holdClicks();
    await button('One').focus();
    await page.keyboard.press('Enter');
    await page.locator('button[aria-busy="true"]').waitFor();
    expect(await button('One').evaluate((element) => element === document.activeElement)).to.equal(true);
    await button('Two').click();
    expect(await page.locator('[aria-busy]').allTextContents()).to.deep.equal(['One']);
    letIn();
    await page.locator('iframe').waitFor();
    expect(clicks()).to.deep.equal([`POST ${CHECKOUT}`]);
    await page.locator('button:not([aria-busy])', { hasText: 'One' }).waitFor();
  });

  it('opens the checkout from what is inside the button, too, and is the site’s own where a handler of the site prevents it', async () => {
    await open({
      teaser: (_req, { locals: { plenigo } }) =>
        `<div onclick="event.preventDefault()">${plenigo?.buyButton('Not now')}</div>${plenigo?.buyButton('LABEL').replace('LABEL', '<b id="inner">Buy</b> now')}`,
    });
    await button('Not now').click();
    await page.locator('#inner').click();
    await page.locator('iframe').waitFor();
    expect(clicks()).to.have.length(1);
  });

  describe('that fails', () => {
    it('says so beside the button, also when the reader is offline, and the next one works', async () => {
      expectProblem(/ERR_INTERNET_DISCONNECTED/);
      await open();
      const repair = await failClicks();
      for (const text of [
        'That did not work. Please reload this page and try again.',
        'No connection. Please try again.',
      ]) {
        await button().click();
        await message().filter({ hasText: text }).waitFor();
        expect(await message().count()).to.equal(1);
        expect(await message().evaluate((note) => note.parentElement?.previousElementSibling?.textContent)).to.equal(
          LABEL,
        );
        expect(await message().getAttribute('lang')).to.equal('en');
        expect(await button().getAttribute('aria-busy')).to.equal(null);
        await repair();
        await page.context().setOffline(true);
      }
      await page.context().setOffline(false);
      await button().click();
      await page.locator('iframe').waitFor();
      expect(await page.locator('[data-plenigo-message]').count()).to.equal(0);
    });

    it('says so in German on a German site, and takes an answer of the site’s own by its HTTP status', async () => {
      expectProblem(/status of 403/);
      await open({ options: { language: 'de' } });
      await failClicks();
      await button().click();
      await message().getByText('Das hat nicht geklappt. Bitte laden Sie diese Seite neu').waitFor();
      expect(await message().getAttribute('lang')).to.equal('de');
      await page.route(`**${CHECKOUT}`, (route) => route.fulfill({ status: 403, json: { status: 'constructor' } }));
      await button().click();
      await page.locator('[data-plenigo-message="forbidden"]').getByText('Diese Seite ist veraltet.').waitFor();
    });

    it('says what plenigo’s outage, and a foreign e-mail address, mean for the reader', async () => {
      expectProblem(/status of 409/);
      await open();
      stand.sandbox.inject({ status: 503, times: Infinity });
      await button().click();
      await page.locator('[data-plenigo-message="unavailable"]').waitFor();
      await stand.close();

      await open();
      stand.sandbox.addCustomer({ email: 'ada@example.com' });
      await button().click();
      await page.locator('[data-plenigo-message="email-conflict"]').waitFor();
      expect(await message().textContent()).to.match(/^Please confirm your e-mail address first, or log in with/);
    });

    it('gives up a site that does not answer', async () => {
      await open();
      await stopClock(page);
      const letIn = await holdClicks();
      await button().click();
      await page.locator('[aria-busy]').waitFor();
      await page.clock.fastForward(19_000);
      expect(await message().count()).to.equal(0);
      await page.clock.fastForward(2_000);
      expect(await message().getAttribute('data-plenigo-message')).to.equal('timeout');
      await page.unroute(`**${CHECKOUT}`);
      letIn();
      await button().click();
      await page.locator('iframe').waitFor();
    });

    it('says so when plenigo’s script throws, and leaves the error to the site’s monitoring', async () => {
      expectProblem(/page: broken checkout/);
      await open();
      await page.evaluate(() => {
        (window as unknown as { plenigo: object }).plenigo = {
          checkoutWithRemoteLogin() {
            throw new Error('broken checkout');
          },
        };
      });
      const reported = page.waitForEvent('pageerror');
      await button().click();
      expect((await reported).message).to.equal('broken checkout');
      await page.locator('[data-plenigo-message="unavailable"]').waitFor();
      expect(await button().getAttribute('aria-busy')).to.equal(null);
    });

    it('lets the site show a message of its own', async () => {
      await open();
      await failClicks();
      await page.evaluate(() => {
        document.addEventListener('plenigo:error', (event) => {
          event.preventDefault();
          const { code, message: text } = (event as CustomEvent<Record<string, string>>).detail;
          document.title = `${(event.target as Element).textContent} | ${code} | ${text}`;
        });
      });
      await button().click();
      await page.waitForFunction(() => document.title.includes('|'));
      expect(await page.title()).to.equal(
        `${LABEL} | unavailable | That did not work. Please reload this page and try again.`,
      );
      expect(await message().count()).to.equal(0);
    });
  });

  describe('with the inline snippet in mode click', () => {
    const teaser = (_req: unknown, { locals: { plenigo } }: Response) =>
      `<button onclick="${plenigo?.checkout?.snippet ?? ''}">${LABEL}</button>`;

    it('says what went wrong beside the button, too', async () => {
      await open({ teaser });
      const repair = await failClicks();
      await button().click();
      expect(await message().evaluate((note) => note.parentElement?.previousElementSibling?.textContent)).to.equal(
        LABEL,
      );
      await repair();
      await button().dblclick();
      await pay(page);
      await page.getByText(PAID_TEXT).waitFor();
      expect(clicks()).to.have.length(1);
    });

    it('works from a script of the site, which hears of failures by the event', async () => {
      await open({
        teaser: (_req, { locals: { plenigo } }) =>
          `<a id="buy" href="#">Buy</a><script>
            document.addEventListener('plenigo:error', (event) => { document.title = event.detail.code; });
            function buy() { return ${plenigo?.checkout?.snippet}; }
          </script>`,
      });
      const repair = await failClicks();
      await page.evaluate(() => (window as unknown as { buy: () => Promise<void> }).buy());
      expect([await page.title(), await message().count()]).to.deep.equal(['unavailable', 0]);
      await repair();
      await page.evaluate(() => (window as unknown as { buy: () => Promise<void> }).buy());
      await pay(page);
      await page.getByText(PAID_TEXT).waitFor();
    });
  });
});
