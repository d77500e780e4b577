/** A page behind helmet's strict policy, and the cookie that says for an hour that the reader may be buying. */

import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Page } from 'playwright-core';
import { makeCertificate } from '../../scripts/bench/api.js';
import { expectProblem, newPage, useBrowser } from '../support/browser.js';
import {
  ARTICLE,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openNewsstand,
  openPage,
  PAID_TEXT,
  pay,
} from '../support/newsstand.js';
import { present } from '../support/present.js';

type Policy = NonNullable<Parameters<typeof helmet>[0]>['contentSecurityPolicy'];
type Directives = Exclude<Policy, boolean | undefined>['directives'];

/** helmet with its defaults, and these directives of the Content-Security-Policy. */
const behindHelmet = (directives: Directives): RequestHandler => helmet({ contentSecurityPolicy: { directives } });

/** The documented button; the engine's escaping would be the same here, because the snippet needs none. */
const inlineButton = (_req: Request, res: Response) => {
  const { checkout } = present(res.locals.plenigo);
  return checkout ? `<button onclick="${checkout.snippet}">${LABEL}</button>` : '';
};

describe('behind a Content-Security-Policy', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;

  afterEach(() => stand.close());

  async function openArticle(setup: NewsstandSetup): Promise<{ page: Page; violations: string[]; said: string[] }> {
    stand = await openNewsstand(setup);
    const page = await newPage();
    const violations: string[] = [];
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.exposeFunction('violated', (directive: string) => violations.push(directive));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        (window as unknown as { violated: (text: string) => void }).violated(effectiveDirective);
      });
    });
    await page.goto(`${stand.url}/login/ada`);
    return { page, violations, said };
  }

  const strict: NewsstandSetup = { front: (plenigo) => [behindHelmet(plenigo.cspDirectives())] };
  const inline: NewsstandSetup = {
    front: (plenigo) => [behindHelmet({ ...plenigo.cspDirectives(), 'script-src-attr': ["'unsafe-inline'"] })],
    teaser: inlineButton,
  };
  let views = 0;
  const giveNonce: RequestHandler = (_req, res, next) => {
    views += 1;
    res.locals.nonce = `nonce${views}`;
    next();
  };
  const scriptSrc = ["'strict-dynamic'", (_req: unknown, res: unknown) => `'nonce-${(res as Response).locals.nonce}'`];
  const click = { options: { mode: 'click' } } as const;
  const ways: Record<string, NewsstandSetup> = {
    'by buyButton under helmet’s defaults and cspDirectives()': strict,
    'by buyButton in mode click': { ...strict, ...click },
    'by the documented inline snippet where the site allows it': inline,
    'by that snippet in mode click': { ...inline, ...click },
    'with a nonce instead of origins': {
      options: { nonce: (_req, res) => String(res.locals.nonce) },
      front: (plenigo) => [giveNonce, behindHelmet({ ...plenigo.cspDirectives(), scriptSrc })],
    },
    'in an element of the page': {
      ...strict,
      settings: { elementId: 'checkout' },
      teaser: (_req, res) => `${res.locals.plenigo?.buyButton(LABEL)}<div id="checkout"></div>`,
    },
  };
  for (const [how, setup] of Object.entries(ways)) {
    it(`a page sells its article ${how}`, async () => {
      const { page, violations, said } = await openArticle(setup);
      expect(stand.sandbox.tokens).to.have.length(setup.options?.mode === 'click' ? 0 : 1);
      await page.getByRole('button', { name: LABEL }).click();
      if (setup.settings) await page.locator('#checkout iframe').waitFor();
      await pay(page);
      await page.getByText(PAID_TEXT).waitFor();
      expect(new URL(page.url()).pathname).to.equal(ARTICLE);
      expect(stand.sandbox.customers[0]?.purchases.map(({ productId }) => productId)).to.deep.equal(['ARTICLE-1']);
      expect([violations, said]).to.deep.equal([[], []]);
      expect(stand.sandbox.tokenFailures).to.deep.equal({ used: 0, expired: 0, unknown: 0 });
    });
  }

  it('nothing of plenigo loads without cspDirectives(), and the button says so', async () => {
    expectProblem(/Content Security Policy/);
    const { page, violations } = await openArticle({ front: () => [behindHelmet({})] });
    await page.getByRole('button', { name: LABEL }).click();
    expect(await page.getByRole('alert').textContent()).to.match(/blocked.*ad blocker/);
    expect(violations).to.deep.equal(['script-src-elem']);
    expect(stand.visits).not.to.include('POST /plenigo/checkout');
  });

  it('the documented inline snippet is blocked under helmet’s defaults', async () => {
    expectProblem(/inline event handler/);
    const { page, violations } = await openArticle({ ...strict, teaser: inlineButton });
    const policy = (await page.request.get(stand.url + ARTICLE)).headers()['content-security-policy'];
    expect(policy).to.include("script-src-attr 'none'");
    expect(policy).to.not.match(/script-src[^;]*unsafe-inline/);
    await page.getByRole('button', { name: LABEL }).click();
    await page.waitForFunction(() => true);
    expect([violations, await page.locator('iframe').count()]).to.deep.equal([['script-src-attr'], 0]);
  });

  it('cspDirectives() widens helmet’s defaults by plenigo’s origins and nothing else', async () => {
    stand = await openNewsstand();
    const { origin } = new URL(stand.sandbox.url);
    expect(stand.plenigo.cspDirectives()).to.deep.equal({
      scriptSrc: ["'self'", origin],
      connectSrc: ["'self'", origin],
      frameSrc: ["'self'", origin],
    });
  });
});

describe('the cookie plenigo_buying', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: Newsstand;
  let page: Page;
  afterEach(() => stand.close());

  async function open(setup: NewsstandSetup = {}): Promise<void> {
    ({ stand, page } = await openPage(openNewsstand(setup)));
  }
  const button = () => page.getByRole('button', { name: LABEL });
  const found = async () => (await page.context().cookies()).filter(({ name }) => name.startsWith('plenigo_'));

  const click = { options: { mode: 'click' } } as const;
  const ways: Record<string, NewsstandSetup> = {
    'in mode page': {},
    'in mode click': click,
    'by the inline snippet of mode click': {
      ...click,
      teaser: (_req, { locals: { plenigo } }) => `<button onclick="${plenigo?.checkout?.snippet}">${LABEL}</button>`,
    },
  };
  for (const [name, setup] of Object.entries(ways)) {
    it(`is set on the click, before the site is asked, for an hour and the whole site, without content, ${name}`, async () => {
      const sent: (string | undefined)[] = [];
      const note: RequestHandler = (req, _res, next) => {
        if (req.method === 'POST') sent.push(req.headers.cookie);
        next();
      };
      await open({ ...setup, before: [note] });
      expect(await found()).to.deep.equal([]);
      await button().click();
      await page.locator('iframe').waitFor();
      expect(sent.map((cookie) => cookie?.includes('plenigo_buying=1'))).to.deep.equal(setup.options ? [true] : []);
      const [cookie, ...more] = await found();
      expect(more).to.deep.equal([]);
      expect(cookie).to.include({
        ...{ name: 'plenigo_buying', value: '1', path: '/', domain: '127.0.0.1' },
        ...{ sameSite: 'Lax', secure: false, httpOnly: false },
      });
      expect((cookie?.expires ?? 0) - Date.now() / 1000).to.be.within(3500, 3600);
    });
  }

  it('is set where plenigo’s script was blocked', async () => {
    expectProblem(/ERR_FAILED/);
    stand = await openNewsstand();
    page = await newPage();
    await page.route('**/plenigo_sdk.min.js', (route) => route.abort());
    await page.goto(`${stand.url}/login/ada`);
    await button().click();
    await page.locator('[data-plenigo-message="blocked"]').waitFor();
    expect(await found()).to.have.length(1);
  });

  it('goes over https only where the page came that way', async () => {
    stand = await openNewsstand();
    const server = createServer(await makeCertificate(), stand.app).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      page = await newPage({ ignoreHTTPSErrors: true });
      await page.goto(`https://127.0.0.1:${(server.address() as AddressInfo).port}/login/ada`);
      await button().click();
      await page.locator('iframe').waitFor();
      const [cookie] = await found();
      expect(cookie).to.include({ name: 'plenigo_buying', secure: true, sameSite: 'Lax', path: '/' });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
