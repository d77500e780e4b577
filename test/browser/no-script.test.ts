/** A page whose buy button has no script: a sentence instead of a dead button; and nothing of it where the script is there. */

import { expect } from 'chai';
import { expectProblem, newPage, useBrowser } from '../support/browser.js';
import { ARTICLE, LABEL, type Newsstand, type NewsstandSetup, openNewsstand, pay } from '../support/newsstand.js';

const SENTENCE = 'The checkout cannot be loaded. Please allow JavaScript';

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

  it('is followed by a sentence for a reader without JavaScript, in their language', async () => {
    const { page, read } = await open({ options: { language: 'de' } }, { javaScriptEnabled: false });
    await read();
    expect(await page.locator('noscript').textContent()).to.include('Bitte erlauben Sie JavaScript');
    expect(await page.locator('noscript').isVisible()).to.equal(true);
    expect(await page.locator('noscript').getAttribute('lang')).to.equal('de');
  });

  it('says on the click that its script has not loaded, under a strict Content-Security-Policy, too', async () => {
    expectProblem(/ERR_FAILED/);
    const { page, read, button } = await open({
      front: () => [
        (_req, res, next) => {
          res.set('Content-Security-Policy', "default-src 'none'; img-src data:; script-src 'self' http://127.0.0.1:*");
          next();
        },
      ],
    });
    await page.route('**/plenigo/*.js', (route) => route.abort());
    await read();
    const sentence = page.locator('[popover]');
    expect(await sentence.isVisible()).to.equal(false);
    await button.click();
    expect(await sentence.isVisible()).to.equal(true);
    expect(await sentence.textContent()).to.include(SENTENCE);
  });

  it('has no such sentence any more where the script runs, and is announced as a plain button', async () => {
    const { page, read, button } = await open();
    await read();
    await page.waitForFunction(() => 'expressPlenigo' in window);
    expect(await page.locator('[popover]').count()).to.equal(0);
    expect(await page.locator('body').ariaSnapshot())
      .to.include(`button "${LABEL}"`)
      .and.not.include('expanded');
    await button.click();
    await pay(page);
    expect(page.url()).to.equal(stand.url + ARTICLE);
  });

  it('opens the checkout alone where it comes into the page later', async () => {
    const { page, read, button } = await open();
    await read();
    await page.waitForFunction(() => 'expressPlenigo' in window);
    await page.evaluate(async (path) => {
      const later = new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html');
      document.querySelector('main')?.replaceWith(...later.querySelectorAll('main'));
    }, ARTICLE);
    expect(await page.locator('[popover]').count()).to.equal(1);
    await button.click();
    await page.locator('iframe').waitFor();
    expect(await page.locator('[popover]').isVisible()).to.equal(false);
  });

  it('of several on one page each has a sentence of its own', async () => {
    expectProblem(/ERR_FAILED/);
    const { page, read } = await open({
      teaser: (_req, res) => ['one', 'two'].map((label) => res.locals.plenigo?.buyButton(label)).join(''),
    });
    await page.route('**/plenigo/*.js', (route) => route.abort());
    await read();
    await page.getByRole('button', { name: 'two' }).click();
    expect(await page.locator('[popover]').nth(0).isVisible()).to.equal(false);
    expect(await page.locator('[popover]').nth(1).isVisible()).to.equal(true);
  });
});
