/** A page behind helmet's strict Content-Security-Policy: what must work there, and what must not. */

import { expect } from 'chai';
import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Page } from 'playwright-core';
import { expectProblem, newPage, useBrowser } from '../support/browser.js';
import {
  ARTICLE,
  LABEL,
  type Newsstand,
  type NewsstandSetup,
  openNewsstand,
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

  for (const mode of ['page', 'click'] as const) {
    it(`buyButton sells the article under helmet's defaults and cspDirectives(), in mode ${mode}`, async () => {
      const { page, violations, said } = await openArticle({ ...strict, options: { mode } });
      const policy = (await page.request.get(stand.url + ARTICLE)).headers()['content-security-policy'];
      expect(policy)
        .to.include("script-src-attr 'none'")
        .and.not.match(/script-src[^;]*unsafe-inline/);
      await page.getByRole('button', { name: LABEL }).click();
      await pay(page);
      await page.getByText(PAID_TEXT).waitFor();
      expect(new URL(page.url()).pathname).to.equal(ARTICLE);
      expect(stand.sandbox.customers[0]?.purchases.map(({ productId }) => productId)).to.deep.equal(['ARTICLE-1']);
      expect(violations).to.deep.equal([]);
      expect(said).to.deep.equal([]);
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
    await page.getByRole('button', { name: LABEL }).click();
    await page.waitForFunction(() => true);
    expect(violations).to.deep.equal(['script-src-attr']);
    expect(await page.locator('iframe').count()).to.equal(0);
  });

  for (const mode of ['page', 'click'] as const) {
    it(`the documented inline snippet works where the site allows it, in mode ${mode}`, async () => {
      const { page, violations } = await openArticle({
        options: { mode },
        front: (plenigo) => [behindHelmet({ ...plenigo.cspDirectives(), 'script-src-attr': ["'unsafe-inline'"] })],
        teaser: inlineButton,
      });
      expect(stand.sandbox.tokens).to.have.length(mode === 'page' ? 1 : 0);
      await page.getByRole('button', { name: LABEL }).click();
      await pay(page);
      await page.getByText(PAID_TEXT).waitFor();
      expect(violations).to.deep.equal([]);
      expect(stand.sandbox.tokenFailures).to.deep.equal({ used: 0, expired: 0, unknown: 0 });
    });
  }

  it('a nonce does instead of origins', async () => {
    let views = 0;
    const giveNonce: RequestHandler = (_req, res, next) => {
      views += 1;
      res.locals.nonce = `nonce${views}`;
      next();
    };
    const { page, violations, said } = await openArticle({
      options: { nonce: (_req, res) => String(res.locals.nonce) },
      front: (plenigo) => [
        giveNonce,
        behindHelmet({
          ...plenigo.cspDirectives(),
          scriptSrc: ["'strict-dynamic'", (_req, res) => `'nonce-${(res as Response).locals.nonce}'`],
        }),
      ],
    });
    await page.getByRole('button', { name: LABEL }).click();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(violations).to.deep.equal([]);
    expect(said).to.deep.equal([]);
  });

  it('the embedded checkout works as well', async () => {
    const { page, violations, said } = await openArticle({
      ...strict,
      settings: { elementId: 'checkout' },
      teaser: (_req, res) => `${res.locals.plenigo?.buyButton(LABEL)}<div id="checkout"></div>`,
    });
    await page.getByRole('button', { name: LABEL }).click();
    await page.locator('#checkout iframe').waitFor();
    await pay(page);
    await page.getByText(PAID_TEXT).waitFor();
    expect(violations).to.deep.equal([]);
    expect(said).to.deep.equal([]);
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
