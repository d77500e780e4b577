// Pages that a browser builds by itself, or fetches ahead: the JSON of the locals is enough to sell, and nothing is shown empty.
import { expect } from 'chai';
import type { RequestHandler } from 'express';
import type { Page } from 'playwright-core';
import { newPage, useBrowser } from '../support/browser.js';
import { checkoutIn, document as htmlPage, openNewsstand, openV3Newsstand, PAID_TEXT } from '../support/newsstand.js';

const LABEL = 'Buy it';

/** What React or Vue would do: elements of the names and strings that the JSON has, and of nothing else. */
const BUILD = `<script>
  const add = (name, { attributes, text = '' }) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value === true ? '' : value);
    element.textContent = text;
    document.querySelector('main').append(element);
  };
  fetch('/api/article').then((response) => response.json()).then(({ access, justBought, offers, scripts }) => {
    if (access) add('p', { attributes: {}, text: ${JSON.stringify(PAID_TEXT)} + (justBought ? ' Just bought.' : '') });
    for (const { button } of offers) add('button', { attributes: button.attributes, text: ${JSON.stringify(LABEL)} });
    for (const script of scripts) add('script', script);
  });
</script>`;

describe('a page that is built in the browser', function () {
  this.timeout(60_000);
  useBrowser();
  let page: Page;
  let close: () => Promise<void>;
  afterEach(() => close());

  /** The same routes on both APIs, as a site writes them: the article is loaded first, then the standing. */
  const answer =
    (standing: (...args: never[]) => Promise<unknown>, products: unknown): RequestHandler =>
    async (req, res) => {
      res.json(await Reflect.apply(standing, undefined, [req, res, products]));
    };
  const built: RequestHandler = (_req, res) => res.send(htmlPage(BUILD, ''));

  async function open(opening: Promise<{ url: string; close(): Promise<void> }>): Promise<void> {
    const stand = await opening;
    close = () => stand.close();
    page = await newPage();
    await page.goto(`${stand.url}/login/ada?to=/app`);
  }
  const buy = () => page.getByRole('button', { name: LABEL }).click();

  for (const mode of ['page', 'click'] as const) {
    it(`sells by the JSON of the locals alone, and opens, API v2 in mode ${mode}`, async () => {
      await open(
        openNewsstand({
          options: { mode },
          routes(app, { plenigo }) {
            app.get('/app', built).get('/api/article', answer(plenigo.standing, 'ARTICLE-1'));
          },
        }),
      );
      await buy();
      await checkoutIn(page).getByRole('button', { name: /^Pay / }).click();
      await checkoutIn(page).getByRole('button', { name: 'Back to the site' }).click();
      await page.getByText(PAID_TEXT).waitFor();
    });
  }

  it('sells by the JSON of the locals alone, and opens, API v3', async () => {
    await open(
      openV3Newsstand({
        routes(app, { plenigo }) {
          const article = { title: 'The sea wall', offerId: 'O_SEA-WALL', accessRights: 'SEA-WALL' };
          app.get('/app', built).get('/api/article', answer(plenigo.standing, article));
        },
      }),
    );
    await buy();
    await checkoutIn(page)
      .getByRole('button', { name: /^Pay €/ })
      .click();
    await page.getByText(PAID_TEXT).waitFor();
  });

  it('is an account page that was fetched ahead: it is asked for again, and has its snippets', async () => {
    const asked: unknown[] = [];
    let tell = () => {};
    const ahead = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const rules = JSON.stringify({ prefetch: [{ source: 'list', urls: ['/account'], eagerness: 'immediate' }] });
    const note: RequestHandler = (req, res, next) => {
      res.on('finish', () => {
        asked.push([req.get('sec-purpose'), res.statusCode]);
        tell();
      });
      next();
    };
    const show: RequestHandler = (_req, res) => {
      const { elements = '', scriptTag = '' } = res.locals.plenigoAccount ?? {};
      res.send(htmlPage(elements, scriptTag));
    };
    await open(
      openNewsstand({
        routes(app, { plenigo, url }) {
          const settings = { elementId: 'orders', loggedOutRedirectUrl: `${url}/elsewhere` };
          app.get('/account', note, plenigo.account('ORDER', settings), show);
          app.get('/app', (_req, res) => {
            res.send(
              htmlPage(`<a href="/account">Your account</a><script type="speculationrules">${rules}</script>`, ''),
            );
          });
        },
      }),
    );
    await ahead;
    await page.getByRole('link', { name: 'Your account' }).click();
    await page.frameLocator('#orders iframe').getByRole('heading').first().waitFor();
    expect(asked).to.deep.equal([
      ['prefetch', 503],
      [undefined, 200],
    ]);
  });
});
