/** plenigo's script is late, or never comes: no page waits for it, no call is lost, and a swapped page has its view counted. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { holdBack, newPage, stopClock, useBrowser } from '../support/browser.js';
import {
  ARTICLE,
  checkoutIn,
  clicksOn,
  document as htmlPage,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openNewsstand,
  openV3Newsstand,
} from '../support/newsstand.js';
import { present } from '../support/present.js';

/** The scripts of plenigo on either API. */
const SDK = /(plenigo_sdk|frisbii_media)\.min\.js/;

describe('plenigo’s script', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  let page: Page;
  afterEach(() => stand.close());

  const openOn = async (api: string, setup: NewsstandSetup = {}) =>
    api === 'v2' ? openNewsstand(setup) : ((await openV3Newsstand(setup as never)) as unknown as Newsstand);

  for (const api of ['v2', 'v3']) {
    it(`may hang: the page is there, and a click is answered within 8 seconds, on API ${api}`, async () => {
      stand = await openOn(api, {
        article: (_req, res) => {
          const { scriptTag, buyButton } = present(res.locals.plenigo);
          res.send(
            `<!doctype html><html lang="en"><head><title>A</title>${scriptTag}</head>${buyButton(LABEL)}</html>`,
          );
        },
      });
      page = await newPage();
      await stopClock(page);
      await page.route(SDK, () => {});
      await page.goto(`${stand.url}/login/ada`, { waitUntil: 'domcontentloaded' });
      await page.getByRole('button', { name: LABEL }).click();
      await page.locator('[data-plenigo-state="loading"]').waitFor();
      await page.clock.runFor(7_900);
      expect(await page.getByRole('alert').count()).to.equal(0);
      await page.clock.runFor(200);
      await page.locator('[data-plenigo-message="blocked"]').waitFor();
      expect(clicksOn(stand)).to.deep.equal([]);
    });

    it(`is loaded where it may be used, and nowhere else, on API ${api}`, async () => {
      stand = await openOn(api);
      page = await newPage();
      const foreign: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(stand.url)) foreign.push(new URL(request.url()).pathname);
      });
      await page.goto(stand.url + ARTICLE);
      await page.waitForFunction(() => 'expressPlenigo' in window);
      expect(foreign, 'of nobody who is logged in').to.deep.equal([]);
      await page.goto(`${stand.url}/login/ada`);
      expect(foreign).to.have.length(1);
      expect(foreign[0]).to.match(SDK);
    });
  }

  const buttons: Record<string, NewsstandSetup> = {
    'our button': {},
    'the inline snippet': {
      teaser: (_req, { locals: { plenigo } }) =>
        `<button onclick="${plenigo?.checkout?.snippet ?? ''}">${LABEL}</button>`,
    },
  };
  for (const [name, setup] of Object.entries(buttons)) {
    it(`may come after a click on ${name}, which goes on then by the page’s own token, or is answered`, async () => {
      stand = await openNewsstand(setup);
      for (const isComing of [true, false]) {
        page = await newPage();
        const letGo = await holdBack(page, '**/plenigo_sdk.min.js');
        if (!isComing) await stopClock(page);
        await page.goto(`${stand.url}/login/ada`, { waitUntil: 'domcontentloaded' });
        await page.getByRole('button', { name: LABEL }).dblclick();
        if (isComing) {
          letGo();
          await checkoutIn(page).getByRole('button', { name: /^Pay/ }).waitFor();
          expect(await page.locator('iframe').count()).to.equal(1);
        } else {
          await page.clock.runFor(8_100);
          expect(await page.getByRole('alert').count()).to.equal(1);
        }
      }
      expect(clicksOn(stand)).to.deep.equal([]);
    });
  }

  it('may come after the calls of an account page, which plenigo documents', async () => {
    const email = 'ada@example.com';
    stand = await openNewsstand({
      options: { user: () => ({ id: 'ada', email }) },
      routes: (app, { plenigo, url }) => {
        const parts = ['ORDER', 'PERSONAL_DATA'].map((snippet) => ({ snippet, elementId: `e-${snippet}` }));
        app.get('/account', plenigo.account(parts as never, { loggedOutRedirectUrl: url }), (_req, res) => {
          const { scriptTag, snippets } = present(res.locals.plenigoAccount);
          const calls = snippets.map(({ call }) => `${call};`).join('');
          const elements = parts.map(({ elementId }) => `<div id="${elementId}"></div>`).join('');
          // A module behind our tag runs behind our script.
          const script = `<script type="module">${calls}</script>`;
          res.send(htmlPage(elements, scriptTag + script));
        });
      },
    });
    page = await newPage();
    const letGo = await holdBack(page, '**/plenigo_sdk.min.js');
    await page.goto(`${stand.url}/account`, { waitUntil: 'domcontentloaded' });
    letGo();
    await page.frameLocator('#e-ORDER iframe').getByRole('heading').first().waitFor();
    await page.frameLocator('#e-PERSONAL_DATA iframe').getByLabel('First name').waitFor();
  });
});
