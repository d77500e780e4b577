/** A buy button before its script runs, or without one: no click is lost, and a sentence says what to do where none can work. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectProblem, holdBack, newPage, useBrowser } from '../support/browser.js';
import {
  ARTICLE,
  checkoutIn,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openNewsstand,
  openV3Newsstand,
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
    expect(await sentence.isVisible()).to.equal(true);
    expect(await sentence.getAttribute('lang')).to.equal('de');
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
        const opening =
          api === 'v2' ? openNewsstand({ teaser: twoButtons }) : openV3Newsstand({ teaser: twoButtons as never });
        stand = (await opening) as Newsstand;
        const page = await newPage();
        const letGo = await holdBack(page, '**/plenigo/*.js');
        await page.goto(`${stand.url}/login/ada`, { waitUntil: 'commit' });
        await click(page);
        await page.locator('[popover]:popover-open').waitFor();
        letGo();
        await page.getByRole('button', { name: 'Two' }).and(page.locator('[data-plenigo-state="loading"]')).waitFor();
        await checkoutIn(page)
          .getByRole('button', { name: /^Pay €/ })
          .waitFor();
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
