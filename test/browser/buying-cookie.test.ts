/** The cookie that says for an hour that the reader may be buying: set by every click on a buy button, whatever comes of it. */

import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { RequestHandler } from 'express';
import type { Page } from 'playwright-core';
import { makeCertificate } from '../../scripts/bench/api.js';
import { expectProblem, newPage, useBrowser } from '../support/browser.js';
import { LABEL, type Newsstand, type NewsstandSetup, openNewsstand, openPage } from '../support/newsstand.js';

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
