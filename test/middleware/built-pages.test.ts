// Pages that a browser builds by itself, or fetches ahead: the JSON of the locals is enough to sell, and nothing is shown empty.
import { expect } from 'chai';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Page } from 'playwright-core';
import { expectProblem, newPage, useBrowser } from '../support/browser.js';
import { listen } from '../support/listen.js';
import {
  ARTICLE,
  checkoutIn,
  document as htmlPage,
  LABEL,
  type NewsstandSetup,
  openNewsstand,
  openNewsstandOn,
  openV3Newsstand,
  PAID_TEXT,
  pay,
  payButton,
} from '../support/newsstand.js';
import { createGate } from './gate.js';

const BUY = 'Buy it';

/** What React or Vue would do: elements of the names and strings that the JSON has, and of nothing else. */
const build = (site = '', headers = {}) => `<script>
  const add = (name, { attributes, text = '' }) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value === true ? '' : value);
    element.textContent = text;
    document.querySelector('main').append(element);
    return element;
  };
  const show = ({ access, offers, scripts }) => {
    if (access) add('p', { attributes: {}, text: ${JSON.stringify(PAID_TEXT)} });
    const buttons = () => {
      for (const { button } of offers) add('button', { attributes: button.attributes, text: ${JSON.stringify(BUY)} });
    };
    // A click before our script runs would be lost.
    for (const script of scripts) {
      const element = add('script', script);
      if (script.attributes.defer) element.onload = buttons;
    }
  };
  fetch('${site}/api/article', { headers: ${JSON.stringify(headers)} }).then((response) => response.json()).then(show);
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
    async (req, res) =>
      res.json(await Reflect.apply(standing, undefined, [req, res, products]));
  const built: RequestHandler = (_req, res) => res.send(htmlPage(build(), ''));

  async function open(opening: Promise<{ url: string; close(): Promise<void> }>, to = '/app'): Promise<void> {
    const stand = await opening;
    close = () => stand.close();
    page = await newPage();
    await page.goto(`${stand.url}/login/ada?to=${encodeURIComponent(to)}`);
  }
  const buy = () => page.getByRole('button', { name: BUY }).click();

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
      await pay(page);
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
    await payButton(page).click();
    await page.getByText(PAID_TEXT).waitFor();
  });

  for (const api of ['v2', 'v3'])
    it(`sells on another origin, too, one of appOrigins, to who logs in by a bearer token, API ${api}`, async () => {
      let site = '';
      const authorization = 'Bearer ada';
      const login = `<script>
      addEventListener('plenigo:request', ({ detail: { headers, waitUntil } }) => {
        waitUntil(Promise.resolve().then(() => headers.set('authorization', '${authorization}')));
      });
    </script>`;
      const app = await listen((_req, res) => {
        res.setHeader('content-type', 'text/html').end(htmlPage(login + build(site, { authorization }), ''));
      });
      const origin = app.url.replace('127.0.0.1', 'localhost');
      const allow: RequestHandler = (req, res, next) => {
        res.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Headers': 'authorization' });
        if (req.method === 'OPTIONS') res.end();
        else next();
      };
      const article = { title: 'The sea wall', offerId: 'O_SEA-WALL', accessRights: 'SEA-WALL' };
      const setup: NewsstandSetup = {
        options: {
          mode: 'click',
          appOrigins: [origin],
          user: (req) => (req.get('authorization') === authorization ? { id: 'ada', email: 'ada@example.com' } : null),
        },
        front: () => [helmet()],
        routes: (routes, { plenigo }) => {
          routes.all('/api/article', allow, answer(plenigo.standing, api === 'v2' ? 'ARTICLE-1' : article));
        },
      };
      const stand = await openNewsstandOn(api, setup);
      site = stand.url;
      close = async () => {
        await stand.close();
        await app.close();
      };
      page = await newPage();
      await page.goto(origin);
      await buy();
      await payButton(page).click();
      if (api === 'v2') await checkoutIn(page).getByRole('button', { name: 'Back to the site' }).click();
      await page.getByText(PAID_TEXT).waitFor();
      expect(stand.errors).to.deep.equal([]);
    });

  it('or by the server leads back from the login to where the reader was, also under helmet’s defaults', async () => {
    const options = { mode: 'click', loginUrl: { path: '/in', param: 'next' } } as const;
    const front = () => [helmet({ contentSecurityPolicy: false })];
    const stand = await openNewsstand({ options, front });
    await open(Promise.resolve(stand), `${ARTICLE}?from=a%26b`);
    await page.request.get(`${stand.url}/logout`);
    expectProblem(/401/);
    await page.getByRole('button', { name: LABEL }).click();
    const href = await page.getByRole('link', { name: 'Log in' }).getAttribute('href');
    expect(href).to.equal(`${stand.url}/in?next=${encodeURIComponent(`${ARTICLE}?from=a%26b`)}`);
  });

  it('is an account page that was fetched ahead: it is asked for again, and has its snippets', async () => {
    const asked: unknown[] = [];
    const ahead = createGate();
    const rules = JSON.stringify({ prefetch: [{ source: 'list', urls: ['/account'], eagerness: 'immediate' }] });
    const note: RequestHandler = (req, res, next) => {
      res.on('finish', () => {
        asked.push([req.get('sec-purpose'), res.statusCode]);
        ahead.open();
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
    await ahead.pass();
    await page.getByRole('link', { name: 'Your account' }).click();
    await page.frameLocator('#orders iframe').getByRole('heading').first().waitFor();
    expect(asked).to.deep.equal([
      ['prefetch', 503],
      [undefined, 200],
    ]);
  });
});
