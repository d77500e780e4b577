/** Pages with several script tags of this package: two routers, or a page that is swapped without loading it. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { createPlenigo } from '../../lib/index.js';
import { useBrowser } from '../support/browser.js';
import {
  ARTICLE,
  clicksOn,
  document as htmlPage,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openClickStand,
  PAID_TEXT,
  pay,
} from '../support/newsstand.js';

describe('a click on a page with several script tags', function () {
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

  it('goes to the router of its own button where a page has buttons of two', async () => {
    const second: { handler?: ReturnType<typeof createPlenigo> } = {};
    await open({
      options: { routerPath: '/de/plenigo', language: 'de' },
      before: [
        (req, res, next) => {
          if (!req.url.startsWith('/en/plenigo')) return next();
          req.url = req.url.slice('/en/plenigo'.length);
          return second.handler?.router()(req, res, next);
        },
      ],
      article: (req, res) => {
        const german = res.locals.plenigo;
        second.handler?.checkout('ARTICLE-2')(req, res, () => {
          const english = res.locals.plenigo;
          if (german.bought || english.bought) return res.send(PAID_TEXT);
          const buttons = german.buyButton('Kaufen') + english.buyButton('Buy');
          return res.send(htmlPage(buttons, german.scriptTag + english.scriptTag));
        });
        if (!second.handler) res.send('Not yet open.');
      },
    });
    second.handler = createPlenigo({
      ...stand.sandbox.options,
      baseUrl: stand.url,
      mode: 'click',
      routerPath: '/en/plenigo',
      user: (req) => (req.session.reader ? { id: req.session.reader, email: 'ada@example.com' } : undefined),
    });
    second.handler.router();
    await page.goto(stand.url + ARTICLE);
    await button('Buy').click();
    await page.frameLocator('iframe').getByRole('button', { name: 'Cancel' }).click();
    await page.locator('main:not(:has([aria-busy]))').waitFor();
    await button('Kaufen').click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(clicks()).to.deep.equal(['POST /en/plenigo/checkout', 'POST /de/plenigo/checkout']);
    expect(stand.sandbox.customers[0]?.purchases.map(({ productId }) => productId)).to.deep.equal([
      'ARTICLE-1',
    ]);
  });

  it('takes the CSRF token of today on a site that swaps its pages without loading them', async () => {
    let token = 'first';
    const sent: unknown[] = [];
    await open({
      before: [
        (req, _res, next) => {
          Object.assign(req, { csrfToken: () => token });
          if (req.method === 'POST') sent.push(req.headers['x-csrf-token']);
          next();
        },
      ],
    });
    token = 'second';
    await page.evaluate(async () => {
      const text = await (await fetch(location.href)).text();
      const next = new DOMParser().parseFromString(text, 'text/html');
      document.body.replaceChildren(...next.body.children);
      // Scripts that were parsed apart do not run: such sites make them anew.
      for (const old of document.querySelectorAll('script[data-endpoint]')) {
        const fresh = document.createElement('script');
        for (const { name, value } of old.attributes) fresh.setAttribute(name, value);
        const loaded = new Promise((resolve) => fresh.addEventListener('load', resolve));
        old.replaceWith(fresh);
        await loaded;
      }
    });
    await button().click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(sent).to.deep.equal(['second']);
  });
});
