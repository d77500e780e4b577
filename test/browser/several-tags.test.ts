/** Pages with several script tags of this package: one twice, or a page that is swapped without loading it. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectProblem, useBrowser } from '../support/browser.js';
import {
  clicksOn,
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
  const button = () => page.getByRole('button', { name: LABEL });

  /** As sites do that show the next page without loading it. */
  async function swap(): Promise<void> {
    await page.evaluate(async () => {
      const text = await (await fetch(location.href)).text();
      const next = new DOMParser().parseFromString(text, 'text/html');
      document.body.replaceChildren(...next.body.children);
      // Scripts that were parsed apart do not run: such sites make them anew.
      for (const old of document.querySelectorAll('script[defer]')) {
        const fresh = document.createElement('script');
        for (const { name, value } of old.attributes) fresh.setAttribute(name, value);
        const loaded = new Promise((resolve) => fresh.addEventListener('load', resolve));
        old.replaceWith(fresh);
        await loaded;
      }
    });
  }

  it('opens one checkout where the page has the script tag twice', async () => {
    await open({ teaser: (_req, { locals: { plenigo } }) => `${plenigo?.scriptTag}${plenigo?.buyButton(LABEL)}` });
    await button().click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(clicks()).to.have.length(1);
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
    await swap();
    await button().click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(sent).to.deep.equal(['second']);
  });

  it('speaks the language of the page that came last', async () => {
    expectProblem(/status of 503/);
    let language = 'en';
    await open({ options: { user: () => ({ id: 'ada', email: 'ada@example.com', language }) } });
    await page.route('**/plenigo/checkout', (route) => route.fulfill({ status: 503 }));
    for (language of ['en', 'de', 'fr']) {
      await swap();
      await button().click();
      const spoken = language === 'de' ? 'de' : 'en';
      const note = page.getByRole('alert');
      await note.waitFor();
      expect(await note.getAttribute('lang')).to.equal(spoken);
      expect(await note.textContent()).to.match(spoken === 'de' ? /^Das hat nicht/ : /^That did not/);
    }
  });
});
