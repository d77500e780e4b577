/** plenigo's script is late or never comes, or a page is swapped in: none waits, no call is lost, each view counts. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectProblem, holdBack, newPage, stopClock, useBrowser } from '../support/browser.js';
import {
  ARTICLE,
  checkoutIn,
  clicksOn,
  document as htmlPage,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openNewsstand,
  openNewsstandOn,
  openPage,
  PAID_TEXT,
  pay,
  payButton,
} from '../support/newsstand.js';
import { present } from '../support/present.js';

const SDK = /(plenigo_sdk|frisbii_media)\.min\.js/;

describe('plenigo’s script', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  let page: Page;
  afterEach(() => stand.close());

  for (const api of ['v2', 'v3']) {
    it(`may hang: the page is there, and a click is answered within 8 seconds, on API ${api}`, async () => {
      stand = await openNewsstandOn(api, {
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
      stand = await openNewsstandOn(api);
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
          await payButton(page).waitFor();
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

describe('a page that is not loaded, but swapped in', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  let page: Page;
  afterEach(() => stand.close());

  async function open(setup: NewsstandSetup): Promise<void> {
    ({ stand, page } = await openPage(openNewsstand(setup)));
  }
  const button = (name = LABEL) => page.getByRole('button', { name });

  /** Fetches the page, and runs its scripts as Turbo, HTMX and others do, or has ours do so; or appends it, as an endless scroll. */
  const swap = (path: string, how: 'runs' | 'mounts' | 'appends' = 'runs') =>
    page.evaluate(
      async ([address, way]) => {
        const text = await (await fetch(address)).text();
        const next = new DOMParser().parseFromString(text, 'text/html').body;
        const isMore = way === 'appends';
        if (!isMore) history.pushState(null, '', address);
        if (isMore) document.body.append(next);
        else document.body.innerHTML = next.innerHTML;
        if (way === 'mounts') {
          (window as unknown as { expressPlenigo: { mount(): void } }).expressPlenigo.mount();
          return;
        }
        for (const old of (isMore ? next : document).querySelectorAll(
          isMore ? 'script[data-plenigo], script[defer]' : 'script',
        )) {
          const fresh = document.createElement('script');
          for (const { name, value } of old.attributes) fresh.setAttribute(name, value);
          fresh.textContent = old.textContent;
          const loaded = new Promise((resolve) => fresh.addEventListener('load', resolve));
          old.replaceWith(fresh);
          if (isMore && fresh.src) await loaded;
        }
      },
      [path, how] as const,
    );

  for (const how of ['runs', 'mounts'] as const) {
    it(`counts its view where the site ${how === 'runs' ? 'runs its scripts' : 'calls mount()'}, until none is left`, async () => {
      await open({
        sandbox: { metering: { freeViews: 1 } },
        settings: { metered: true },
        article: (req, res) => {
          const plenigo = present(res.locals.plenigo);
          const said = `<h1>${req.params.slug}</h1><p>${plenigo.status}</p>${plenigo.buyButton(LABEL)}`;
          res.send(htmlPage(said, plenigo.scriptTag));
        },
      });
      const before = await page.evaluate(() => document.cookie);
      await swap('/article/two', how);
      await page.getByText('metered', { exact: true }).waitFor();
      await page.waitForFunction((cookie) => document.cookie !== cookie, before);
      await swap('/article/three', how);
      await page.getByText('ready', { exact: true }).waitFor();
      // Its button works, with one listener and one checkout.
      await button().dblclick();
      await payButton(page).waitFor();
      expect(await page.locator('iframe').count()).to.equal(1);
    });
  }

  it('takes the CSRF token and the language of the page that came last', async () => {
    let language = 'en';
    const sent: unknown[] = [];
    await open({
      options: { mode: 'click', user: () => ({ id: 'ada', email: 'ada@example.com', language }) },
      before: [
        (req, res, next) => {
          Object.assign(req, { csrfToken: () => `token-${language}` });
          if (req.method !== 'POST') return next();
          sent.push(req.headers['x-csrf-token']);
          return res.sendStatus(503);
        },
      ],
    });
    expectProblem(/status of 503/);
    const says = { de: /^Das hat nicht/, fr: /^That did not/ };
    for (language of ['de', 'fr'] as const) {
      await swap(new URL(page.url()).pathname);
      await button().click();
      const note = page.getByRole('alert').filter({ hasText: says[language as keyof typeof says] });
      expect(await note.getAttribute('lang')).to.equal(language === 'de' ? 'de' : 'en');
    }
    expect(sent).to.deep.equal(['token-de', 'token-fr']);
  });

  it('sells in a further part with the newest token, and what is older for what it says', async () => {
    for (const [name, clicks] of [
      ['the-sea-wall', 1],
      ['the-harbour', 0],
    ] as const) {
      await open({
        product: (req) => String(req.params.slug).toUpperCase(),
        teaser: (req, { locals: { plenigo } }) => plenigo?.buyButton(`Buy ${req.params.slug}`),
      });
      await swap('/article/the-harbour', 'appends');
      await button(`Buy ${name}`).click();
      await page.locator('iframe').waitFor();
      expect(clicksOn(stand)).to.have.length(clicks);
      expect(await page.content()).not.to.include('goodFor');
      await pay(page);
      await page.locator('iframe').waitFor({ state: 'detached' });
      expect(stand.sandbox.customers[0]?.purchases.map(({ productId }) => productId)).to.deep.equal([
        name.toUpperCase(),
      ]);
      await stand.close();
    }
  });

  it('uses its token once also where it has the script tag twice', async () => {
    await open({ teaser: (_req, { locals: { plenigo } }) => `${plenigo?.scriptTag}${plenigo?.buyButton(LABEL)}` });
    await button().click();
    await checkoutIn(page).getByRole('button', { name: 'Cancel' }).click();
    await page.locator('[aria-busy]').waitFor({ state: 'detached' });
    await button().click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(clicksOn(stand)).to.have.length(1);
    expect(stand.sandbox.tokenFailures).to.deep.equal({ used: 0, expired: 0, unknown: 0 });
  });
});
