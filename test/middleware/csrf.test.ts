/** Clicks on sites with CSRF protection: each common middleware, really mounted in front of the router. */

import { expect } from 'chai';
import cookieParser from 'cookie-parser';
import { doubleCsrf } from 'csrf-csrf';
import { csrfSync } from 'csrf-sync';
import csurf from 'csurf';
import type { RequestHandler, Response } from 'express';
import lusca from 'lusca';
import { expectProblem, newPage, useBrowser } from '../support/browser.js';
import { ARTICLE, LABEL, type Newsstand, openNewsstand, PAID_TEXT, pay } from '../support/newsstand.js';
import { claimsOf, enter, logIn, OWN_PAGE } from '../support/reader.js';

const guards: Record<string, () => RequestHandler[]> = {
  csurf: () => [csurf()],
  'csurf with its cookie': () => [cookieParser(), csurf({ cookie: true })],
  'csrf-sync': () => [csrfSync().csrfSynchronisedProtection],
  'csrf-csrf': () => [
    cookieParser(),
    doubleCsrf({
      getSecret: () => 'for the test',
      getSessionIdentifier: (req) => req.session.id,
      cookieName: 'csrf',
      cookieOptions: { secure: false },
    }).doubleCsrfProtection,
  ],
  lusca: () => [lusca.csrf()],
};

for (const [name, guard] of Object.entries(guards)) {
  describe(`a click on a site with ${name}`, function () {
    this.timeout(60_000);
    useBrowser();
    let stand: Newsstand;

    beforeEach(async () => {
      stand = await openNewsstand({
        options: { mode: 'click' },
        settings: ({ query }) => (query.oauth ? { oauth2RedirectUrl: `${stand.url}/back` } : {}),
        before: guard(),
      });
    });
    afterEach(() => stand.close());

    it('gets credentials with the token of the page, and hands it on to plenigo only where oauth2RedirectUrl needs it', async () => {
      const ada = await logIn(stand, 'ada');
      for (const [path, type] of [
        [ARTICLE, 'undefined'],
        [`${ARTICLE}?oauth=1`, 'string'],
      ]) {
        const { offer, csrf = '' } = await ada.open(path);
        const { body } = await ada
          .click(offer)
          .set({ ...OWN_PAGE, 'X-CSRF-Token': csrf })
          .expect(200);
        expect(body.status).to.equal('ready');
        expect(typeof claimsOf(body.call.paymentData).csrf).to.equal(type);
      }
    });

    it('is refused with no token, a wrong one, an empty one and that of another reader', async () => {
      const { ada, offer } = await enter(stand);
      const { csrf: foreign = '' } = await (await logIn(stand, 'bo')).open();
      for (const headers of [{}, { 'X-CSRF-Token': 'wrong' }, { 'X-CSRF-Token': '' }, { 'X-CSRF-Token': foreign }]) {
        await ada
          .click(offer)
          .set({ ...OWN_PAGE, ...headers })
          .expect(403);
      }
      expect(stand.sandbox.tokens).to.deep.equal([]);
    });

    it('is refused from another site, even with the right token, which else needs no origin', async () => {
      const { ada, offer, csrf = '' } = await enter(stand);
      await ada.click(offer).set({ 'Sec-Fetch-Site': 'cross-site', 'X-CSRF-Token': csrf }).expect(403);
      expect(stand.sandbox.tokens).to.deep.equal([]);
      await ada.click(offer).set({ 'X-CSRF-Token': csrf }).expect(200);
    });

    // In a browser, one that keeps its token in the session, and one that has a cookie for it.
    if (name !== 'csurf' && name !== 'csrf-csrf') return;

    it('buys the article in a browser', async () => {
      const page = await newPage();
      await page.goto(`${stand.url}/login/ada`);
      await page.getByRole('button', { name: LABEL }).click();
      await pay(page);
      await page.getByText(PAID_TEXT).waitFor();
      expect(stand.visits.filter((visit) => visit.startsWith('POST'))).to.deep.equal(['POST /plenigo/checkout']);
    });

    it('tells the reader of a page whose session is over what to do', async () => {
      // A token in a cookie outlives the session; one in the session ends with it, and then the page must be loaded anew.
      expectProblem(/status of 40[13]/);
      const page = await newPage();
      await page.goto(`${stand.url}/login/ada`);
      await page.request.get(`${stand.url}/logout`);
      await page.getByRole('button', { name: LABEL }).click();
      expect(await page.getByRole('alert').textContent()).to.match(/out of date. Please reload|log in again/);
      await page.reload();
      expect(await page.getByRole('button', { name: LABEL }).count()).to.equal(0);
      expect(stand.sandbox.tokens).to.deep.equal([]);
    });
  });
}

describe('a click with a CSRF token and an Origin, but no Sec-Fetch-Site,', () => {
  let stand: Newsstand;
  afterEach(() => stand.close());

  async function clickFrom(origin: string, options: { baseUrl?: string | undefined } = {}): Promise<number> {
    stand = await openNewsstand({ options: { mode: 'click', ...options }, before: [csurf()] });
    const { ada, offer, csrf = '' } = await enter(stand);
    return (await ada.click(offer).set({ Origin: origin, 'X-CSRF-Token': csrf })).status;
  }

  it('passes where no baseUrl says what the origin should be, and is refused where it is not that of baseUrl', async () => {
    expect(await clickFrom('http://news.example', { baseUrl: undefined })).to.equal(200);
    await stand.close();
    expect(await clickFrom('http://news.example', { baseUrl: 'http://other.example' })).to.equal(403);
    expect(stand.sandbox.tokens).to.deep.equal([]);
  });
});

describe('a click on a page of yesterday', () => {
  let stand: Newsstand;
  afterEach(() => stand.close());

  it('hands the site’s CSRF token of today on to plenigo', async () => {
    let token = 'of yesterday';
    const provide: RequestHandler = (req, _res, next) => {
      Object.assign(req, { csrfToken: () => token });
      next();
    };
    stand = await openNewsstand({
      options: { mode: 'click' },
      settings: () => ({ oauth2RedirectUrl: `${stand.url}/back` }),
      before: [provide],
    });
    const { ada, offer } = await enter(stand);
    token = 'of today';
    const { body } = await ada.click(offer).set(OWN_PAGE).expect(200);
    expect(claimsOf(body.call.paymentData)).to.include({ csrf: 'of today' });
  });
});

describe('a click on a site that answers a missing CSRF token in its own way', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  afterEach(() => stand.close());

  const answers: Record<string, [send: (res: Response) => unknown, text: RegExp]> = {
    'by sending readers to the login page': [(res) => res.redirect('/login/ada'), /log in again/],
    'with 401 and HTML': [(res) => res.status(401).send('<p>Who are you?</p>'), /log in again/],
    'with 403 and JSON of its own': [(res) => res.status(403).json({ status: 403, error: 'CSRF' }), /reload/],
    'with 200 and HTML': [(res) => res.send('<p>Sorry.</p>'), /try again/],
  };
  it('has a reader who knows what to do', async () => {
    expectProblem(/status of 40[13]/);
    let send = (_res: Response): unknown => undefined;
    const refuse: RequestHandler = (req, res, next) => void (req.method === 'POST' ? send(res) : next());
    stand = await openNewsstand({ options: { mode: 'click' }, before: [refuse] });
    const page = await newPage();
    for (const [how, [answer, text]] of Object.entries(answers)) {
      send = answer;
      await page.goto(`${stand.url}/login/ada`);
      await page.getByRole('button', { name: LABEL }).click();
      expect(await page.getByRole('alert').textContent(), how).to.match(text);
      expect(new URL(page.url()).pathname, how).to.equal(ARTICLE);
    }
  });
});
