/** What a page hears of a checkout and adds to it, what a reader can do next where there is none, and the thanks after a purchase. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectProblem, useBrowser } from '../support/browser.js';
import {
  ARTICLE,
  checkoutIn,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openNewsstandOn,
  openPage,
  PAID_TEXT,
  payButton,
} from '../support/newsstand.js';

describe('the events of a checkout', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  let page: Page;
  afterEach(() => stand.close());

  async function open(api: string, setup: NewsstandSetup = {}): Promise<void> {
    ({ stand, page } = await openPage(openNewsstandOn(api, setup)));
  }
  const button = () => page.getByRole('button', { name: LABEL });
  const pay = () => payButton(page).click();

  /** Notes in the title what the page hears, and prevents what `prevented` names. */
  const listen = (prevented = '') =>
    page.evaluate((name) => {
      document.title = '';
      for (const each of ['request', 'open', 'close', 'bought', 'error']) {
        addEventListener(`plenigo:${each}`, (event) => {
          const { productId, code } = (event as CustomEvent).detail;
          document.title += `/${each}${productId ? `=${productId}` : ''}${code ? `=${code}` : ''}`;
          if (each === name) event.preventDefault();
        });
      }
    }, prevented);

  for (const api of ['v2', 'v3']) {
    it(`let a page log in by a token that comes later, in mode click, on API ${api}`, async () => {
      const options = { mode: 'click' as const };
      const before: NewsstandSetup['before'] = [
        (req, _res, next) => {
          // As a site whose login is a bearer token alone.
          if (req.method === 'POST')
            req.session.reader = req.headers.authorization === 'Bearer ada' ? 'ada' : undefined;
          next();
        },
      ];
      await open(api, { options, before });
      expectProblem(/status of 401/);
      await button().click();
      await page.locator('[data-plenigo-message="anonymous"]').waitFor();
      await page.goto(`${stand.url}/login/ada`);
      await page.evaluate(() => {
        addEventListener('plenigo:request', (event) => {
          const { headers, waitUntil } = (event as CustomEvent).detail;
          waitUntil(Promise.resolve().then(() => headers.set('authorization', 'Bearer ada')));
        });
      });
      await button().click();
      await payButton(page).waitFor();
    });
  }

  it('tell a site on API v3 of opening and closing, and leave it to the site to go on after a purchase', async () => {
    await open('v3');
    await listen('bought');
    await button().click();
    await pay();
    await page.waitForFunction(() => document.title.includes('close'));
    expect(await page.title()).to.equal('/request/open=O_SEA-WALL/request/bought=O_SEA-WALL/close=O_SEA-WALL');
    await page.locator('button:not([aria-busy])', { hasText: LABEL }).waitFor();
    expect(await page.getByRole('dialog').count()).to.equal(0);
  });

  it('tell a site on API v2 of opening with the product, and of what was bought already', async () => {
    await open('v2', { options: { mode: 'click' } });
    await listen('bought');
    await button().click();
    await page.frameLocator('iframe').getByRole('button', { name: 'Cancel' }).click();
    expect(await page.title()).to.equal('/request/open=ARTICLE-1');
    stand.sandbox.buy({ externalUserId: 'ada' }, 'ARTICLE-1');
    await page.locator('button:not([aria-busy])', { hasText: LABEL }).click();
    await page.waitForFunction(() => document.title.includes('bought'));
    expect(await page.title()).to.equal('/request/open=ARTICLE-1/request/bought=ARTICLE-1');
    await page.locator('button:not([data-plenigo-state])', { hasText: LABEL }).waitFor();
  });

  for (const api of ['v2', 'v3']) {
    it(`are followed by thanks, once, with the focus where the text begins and the page where it was, on API ${api}`, async () => {
      const tall = '<div style="height: 3000px"></div>';
      await open(api, {
        article: (_req, res) => {
          const { access = false, scriptTag = '', buyButton } = res.locals.plenigo ?? {};
          const text = access ? `<article>${PAID_TEXT}</article>${tall}` : `${tall}${buyButton?.(LABEL)}`;
          res.send(
            `<!doctype html><html lang="en"><title>A</title>${scriptTag}<main><h1>A</h1>${text}${tall}</main></html>`,
          );
        },
      });
      await button().click();
      const scrolled = await page.evaluate(() => scrollY);
      await pay();
      if (api === 'v2') await checkoutIn(page).getByRole('button', { name: 'Back to the site' }).click();
      await page.getByRole('status').filter({ hasText: 'Thank you for your purchase.' }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.localName)).to.equal('article');
      expect(Math.abs((await page.evaluate(() => scrollY)) - scrolled)).to.be.below(60);
      const names = (await page.context().cookies()).map(({ name }) => name);
      expect(names).to.include('plenigo_buying').and.not.include('plenigo_bought');
      await page.reload();
      await page.waitForFunction(() => 'expressPlenigo' in window);
      expect(await page.getByRole('status').count()).to.equal(0);
    });
  }

  it('are followed by thanks on no page that was bought before, if the reader has left the checkout of another', async () => {
    await open('v2', { product: ({ params }) => String(params.slug).toUpperCase().replace(/;.*/, '') });
    const thanksCookies = async () => (await page.context().cookies()).filter(({ name }) => name === 'plenigo_bought');
    // No address tells how long it is kept.
    await page.goto(`${stand.url + ARTICLE};Max-Age=86400`);
    await button().click();
    await payButton(page).waitFor();
    // All that plenigo's script says of the form before the last.
    await page.evaluate(() =>
      document.dispatchEvent(
        new CustomEvent('plenigo.Statistic', { detail: { action: 'submit', pageName: 'invoiceAddress' } }),
      ),
    );
    const [{ expires = 0 } = {}] = await thanksCookies();
    expect(expires).to.be.within(1, Date.now() / 1000 + 600);
    stand.sandbox.buy({ externalUserId: 'ada' }, 'THE-HARBOUR');
    const harbour = await page.goto(`${stand.url}/article/the-harbour`);
    expect(await harbour?.text())
      .to.include(PAID_TEXT)
      .and.not.include('justBought');
    stand.sandbox.buy({ externalUserId: 'ada' }, 'THE-SEA-WALL');
    // Where something was bought on the front page, the next page that opens says so, and none behind it.
    await page.context().addCookies([{ name: 'plenigo_bought', value: '1', url: stand.url }]);
    await page.goto(stand.url + ARTICLE);
    await page.getByRole('status').filter({ hasText: 'Thank you for your purchase.' }).waitFor();
    expect(await thanksCookies()).to.deep.equal([]);
  });

  for (const api of ['v2', 'v3']) {
    it(`need two clicks from the article to reading, beside the way back in plenigo’s own form, on API ${api}`, async () => {
      const clicks: string[] = [];
      await open(api);
      await page.exposeBinding('clicked', ({ frame }) => clicks.push(frame === page.mainFrame() ? 'site' : 'form'));
      await page.addInitScript(() => {
        addEventListener('click', () => (window as unknown as { clicked(): void }).clicked(), true);
      });
      await page.reload();
      await button().click();
      await pay();
      if (api === 'v2') await checkoutIn(page).getByRole('button', { name: 'Back to the site' }).click();
      await page.getByText(PAID_TEXT).waitFor();
      expect(clicks).to.deep.equal(['site', 'form', ...(api === 'v2' ? ['form'] : [])]);
    });
  }

  it('are heard where the page has replaced the button meanwhile, beside a comment with the name of what the document does', async () => {
    await open('v3');
    await listen();
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img name="dispatchEvent" alt="">');
      addEventListener('plenigo:request', ({ target }) => (target as Element).remove(), { once: true });
      // plenigo's own script is not as careful.
      addEventListener('plenigo:open', () => document.querySelector('[name="dispatchEvent"]')?.remove());
    });
    await button().click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.title.includes('close'));
    expect(await page.title()).to.equal('/request/open=O_SEA-WALL/close=O_SEA-WALL');
  });

  it('leave the reader with a next step beside each message', async () => {
    expectProblem(/status of (401|403|409)|ERR_FAILED/);
    let email: string | undefined = 'ada@example.com';
    const user: NonNullable<NewsstandSetup['options']>['user'] = ({ session: { reader } }) =>
      reader ? { id: reader, email } : undefined;
    await open('v2', { options: { mode: 'click', loginUrl: '/login', accountUrl: '/account#email', user } });
    await page.goto(`${page.url()}#offer`);
    await page.route('**/plenigo/checkout', (route) => route.abort());
    await button().click();
    const retry = page.getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    await page.unroute('**/plenigo/checkout');
    await page.request.get(`${stand.url}/logout`);
    await retry.click();
    const link = page.getByRole('link', { name: 'Log in' });
    expect(await link.getAttribute('href')).to.equal(`${stand.url}/login?returnTo=%2Farticle%2Fthe-sea-wall#offer`);
    expect(await retry.count()).to.equal(0);
    await page.request.get(`${stand.url}/login/bo`);
    await button().click();
    const reload = page.getByRole('button', { name: 'Reload the page' });
    await reload.click();
    await reload.waitFor({ state: 'detached' });
    email = undefined;
    await button().click();
    const account = page.getByRole('link', { name: 'Your account' });
    expect(await account.getAttribute('href')).to.equal('/account#email');
    email = 'ada@example.com';
    await button().click();
    await page.locator('iframe').waitFor();
  });
});
