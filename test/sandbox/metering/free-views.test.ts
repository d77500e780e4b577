// Free views in a browser: what the sandbox's browser SDK counts, and the cookie it writes.
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { expect } from 'chai';
import type { Request } from 'express';
import type { BrowserContext, Page } from 'playwright-core';
import { type Sandbox, type SandboxMetering, startSandbox } from '../../../lib/sandbox/index.js';
import { findFreeView } from '../../../lib/v2/free-views.js';
import { newPage, useBrowser } from '../../support/browser.js';
import { type Site, startSite } from '../site.js';
import { loginToken, paymentData } from '../support.js';

/** The names of the fields, in plenigo's order. */
const FIELDS = [
  ...['browserId', 'activated', 'freeViews', 'viewsTaken', 'limitReached', 'countOnlyUniqueViews'],
  ...['ignoreSearchEngines', 'ignoreSocialMedia', 'articlesVisited', 'freeViewsAfterLogin', 'viewsTakenAfterLogin'],
  ...['limitReachedAfterLogin', 'startTime', 'meteredPeriod', 'startWithFirstDay', 'cookieCreationTime'],
];

const VECTOR = Buffer.from('7a134cc376d05cf6bc116e1e53c8801e', 'hex');
const nameOf = (address: string) => createHash('md5').update(address).digest('hex').slice(0, 8);

describe("a free view, counted by the sandbox's browser SDK", function () {
  this.timeout(60_000);
  useBrowser();
  let now: number | undefined;
  let sandbox: Sandbox;
  let site: Site;
  let page: Page;

  beforeEach(async () => {
    now = undefined;
    sandbox = await startSandbox({ companyId: 'company', now: () => now ?? Date.now() });
    site = await startSite(sandbox);
    page = await newPage();
  });
  afterEach(async () => {
    await site.close();
    await sandbox.close();
  });

  const context = (): BrowserContext => page.context();
  const key = () => createHash('md5').update(sandbox.options.companyId).digest();

  async function cookie() {
    return (await context().cookies()).find(({ name }) => name === 'plenigo_view');
  }

  /** What the cookie says, decrypted as plenigo documents it. */
  async function fields(): Promise<Record<string, string | undefined>> {
    const { value = '' } = (await cookie()) ?? {};
    expect(value).to.match(/^([0-9a-f]{2})+$/);
    const text = createDecipheriv('aes-128-ctr', key(), VECTOR).update(Buffer.from(value, 'hex')).toString('latin1');
    const values = text.split('|');
    expect(values).to.have.length(FIELDS.length);
    return Object.fromEntries(FIELDS.map((name, i) => [name, values[i]]));
  }

  async function taken() {
    const all = await fields();
    return `${all.viewsTaken} ${all.limitReached} ${all.viewsTakenAfterLogin} ${all.limitReachedAfterLogin}`;
  }

  const read = (path: string) => page.goto(`${site.url}${path}`);

  /** What the server makes of the cookie. */
  async function seenByServer({ isLoggedIn = false } = {}) {
    const headers = { cookie: `a=b; plenigo_view=${(await cookie())?.value}` };
    const request = { headers, query: {} } as unknown as Request;
    return findFreeView(request, sandbox.options.companyId, isLoggedIn);
  }

  it('is written to a cookie, each field in its place', async () => {
    sandbox.metering = { freeViews: 3, freeViewsAfterLogin: 5, period: 'WEEK', ignoreSearchEngines: true };
    const before = Date.now() - 1000;
    await read('/article?id=1#part');
    const { browserId, startTime, cookieCreationTime, ...rest } = await fields();
    expect(rest).to.deep.equal({
      ...{ activated: 'true', freeViews: '3', viewsTaken: '1', limitReached: 'false', countOnlyUniqueViews: 'false' },
      ...{ ignoreSearchEngines: 'true', ignoreSocialMedia: 'false', meteredPeriod: 'WEEK', startWithFirstDay: 'false' },
      ...{ freeViewsAfterLogin: '5', viewsTakenAfterLogin: '0', limitReachedAfterLogin: 'false' },
      articlesVisited: nameOf(`${site.url}/article?id=1`),
    });
    expect(browserId).to.match(/^[0-9a-f]{32}$/);
    expect(Number(cookieCreationTime)).to.be.within(before, Date.now() + 1000);
    expect(startTime).to.equal(cookieCreationTime);
    expect(await cookie()).to.include({ path: '/', sameSite: 'Lax', httpOnly: false });
  });

  it('is counted until the limit is reached, and by the server’s reading, too', async () => {
    sandbox.metering = { freeViews: 2 };
    await read('/a');
    expect(await seenByServer()).to.deep.equal({ views: { taken: 1, allowed: 2 } });
    await read('/b');
    expect(await taken()).to.equal('2 true 0 false');
    expect((await fields()).articlesVisited).to.equal([nameOf(`${site.url}/a`), nameOf(`${site.url}/b`)].join());
    expect(await seenByServer()).to.equal(undefined);
    expect(await seenByServer({ isLoggedIn: true })).to.deep.equal({ views: { taken: 0, allowed: 2 } });
  });

  it('beyond the limit counts after the login: who gets such a page is logged in', async () => {
    sandbox.metering = { freeViews: 1, freeViewsAfterLogin: 2 };
    for (const path of ['/a', '/b', '/c']) await read(path);
    expect(await taken()).to.equal('1 true 2 true');
    expect(await seenByServer({ isLoggedIn: true })).to.equal(undefined);
  });

  it('counts after the login once a checkout has logged the reader in', async () => {
    sandbox.metering = { freeViews: 5 };
    const { customerId } = sandbox.addCustomer({ email: 'ada@example.com' });
    const order = {
      paymentData: paymentData(sandbox, { pi: 'NEWS' }),
      loginToken: await loginToken(sandbox, customerId),
    };
    site.onBuy('checkoutWithRemoteLogin', order);
    await read('/a');
    await page.getByRole('button', { name: 'Special offer for you' }).click();
    await page.frameLocator('dialog iframe').locator('[data-screen="pay"]').waitFor();
    await page.evaluate("plenigo.countMeteredView({ identifier: 'b' })");
    expect(await taken()).to.equal('1 false 1 false');
  });

  it('is counted once for each article where only those count', async () => {
    sandbox.metering = { freeViews: 3, countOnlyUniqueViews: true };
    for (const path of ['/a', '/a#top', '/b', '/a']) await read(path);
    expect([await taken(), (await fields()).countOnlyUniqueViews]).to.deep.equal(['2 false 0 false', 'true']);
    sandbox.metering = { freeViews: 3 };
    await read('/a');
    expect(await taken()).to.equal('3 true 0 false');
  });

  it('is not counted on a page whose script tag switches that off', async () => {
    sandbox.metering = { freeViews: 3 };
    site.attributes = 'data-disable-metered="true"';
    await read('/a');
    await page.evaluate("plenigo.countMeteredView({ identifier: 'a' })");
    expect(await cookie()).to.equal(undefined);
    expect(await page.evaluate('plenigo.getMeteredViewInfo()')).to.equal(undefined);
    site.attributes = 'data-disable-metered="false"';
    await read('/a');
    expect(await taken()).to.equal('1 false 0 false');
  });

  it('is counted without a new page by its identifier, and can be looked at', async () => {
    sandbox.metering = { freeViews: 3, freeViewsAfterLogin: 4 };
    await read('/a');
    await page.evaluate("plenigo.countMeteredView({ identifier: 'Zoë 😀' })");
    const articles = [nameOf(`${site.url}/a`), nameOf('Zoë 😀')];
    expect((await fields()).articlesVisited).to.equal(articles.join());
    expect(await page.evaluate('plenigo.getMeteredViewInfo()')).to.deep.include({
      ...{ activated: true, freeViews: 3, viewsTaken: 2, limitReached: false, articlesVisited: articles },
      ...{ freeViewsAfterLogin: 4, meteredPeriod: 'MONTH' },
    });
  });

  it('is named by the MD5 of texts of every length, and fits into a cookie whatever was read', async () => {
    sandbox.metering = { freeViews: 1000 };
    await read('/a');
    const count = (texts: unknown[]) =>
      page.evaluate(`for (const identifier of ${JSON.stringify(texts)}) plenigo.countMeteredView({ identifier })`);
    const texts = Array.from({ length: 130 }, (_, length) => 'x'.repeat(length));
    await count(texts);
    expect((await fields()).articlesVisited?.split(',').slice(1)).to.deep.equal(texts.map(nameOf));
    await count(Array.from({ length: 500 }, (_, number) => number));
    const { viewsTaken, articlesVisited } = await fields();
    expect(viewsTaken).to.equal('631');
    expect(articlesVisited?.split(',').at(-1)).to.equal(nameOf('499'));
    expect((await cookie())?.value.length).to.be.within(3000, 4000);
    expect(await seenByServer()).to.deep.equal({ views: { taken: 631, allowed: 1000 } });
  });

  it('is there for nobody where the publisher has none: the cookie says so, and a server that guessed is corrected', async () => {
    await read('/a');
    expect(page.url()).to.equal(`${site.url}/a`);
    expect(await fields()).to.include({ activated: 'false', viewsTaken: '0' });
    expect(await seenByServer()).to.equal(undefined);
    for (const metering of [{ activated: false }, { freeViews: 0 }]) {
      sandbox.metering = metering;
      await context().clearCookies();
      await read('/a?id=1');
      await page.waitForURL(`${site.url}/a?id=1&meteredLimitReached=true`);
      expect(await seenByServer()).to.equal(undefined);
      await read('/b');
      expect(page.url(), 'the cookie is there now').to.equal(`${site.url}/b`);
    }
  });

  const begun = Date.UTC(2031, 4, 15, 12);
  const MARGIN = 600_000;
  const periods: [period: SandboxMetering['period'], end: number, firstDay?: number][] = [
    ['DAY', Date.UTC(2031, 4, 16, 12)],
    ['WEEK', Date.UTC(2031, 4, 22, 12)],
    ['MONTH', Date.UTC(2031, 5, 15, 12)],
    ['YEAR', Date.UTC(2032, 4, 15, 12)],
    ['DAY', Date.UTC(2031, 4, 16), Date.UTC(2031, 4, 15)],
    ['WEEK', Date.UTC(2031, 4, 19), Date.UTC(2031, 4, 12)],
    ['MONTH', Date.UTC(2031, 5, 1), Date.UTC(2031, 4, 1)],
    ['YEAR', Date.UTC(2032, 0, 1), Date.UTC(2031, 0, 1)],
  ];
  for (const [period, end, firstDay] of periods) {
    const startWithFirstDay = firstDay !== undefined;
    it(`begins a new count after a ${period}${startWithFirstDay ? ' of the calendar' : ''}, of the same browser`, async () => {
      sandbox.metering = { freeViews: 3, period, startWithFirstDay };
      now = begun;
      await read('/a');
      const { browserId, startTime, cookieCreationTime } = await fields();
      expect(startTime).to.equal(startWithFirstDay ? String(firstDay) : cookieCreationTime);
      now = end - MARGIN;
      await read('/b');
      expect(await fields()).to.include({ viewsTaken: '2', startTime, cookieCreationTime });
      now = end + MARGIN;
      await read('/c');
      const last = await fields();
      expect(last).to.include({ viewsTaken: '1', browserId, articlesVisited: nameOf(`${site.url}/c`) });
      expect(last.startTime).to.equal(startWithFirstDay ? String(end) : last.cookieCreationTime);
      expect(Number(last.cookieCreationTime)).to.be.within(end, end + 2 * MARGIN);
    });
  }

  it('goes on in a cookie from elsewhere, and begins anew in one that cannot be read', async () => {
    sandbox.metering = { freeViews: 5 };
    const add = (value: string) => context().addCookies([{ name: 'plenigo_view', value, url: site.url }]);
    const text = `somebody|true|3|2|false|false|false|false||3|0|false|${Date.now()}|MONTH|false|${Date.now()}`;
    await add(createCipheriv('aes-128-ctr', key(), VECTOR).update(text).toString('hex'));
    await read('/a');
    expect(await fields()).to.include({ browserId: 'somebody', viewsTaken: '3', freeViews: '5' });
    for (const broken of ['00', 'zz', 'ab'.repeat(2001), '']) {
      await add(broken);
      await read('/a');
      expect(await taken(), broken.slice(0, 4)).to.equal('1 false 0 false');
    }
  });

  it('is forgotten when counts are reset, also by a page that counts nothing', async () => {
    sandbox.metering = { freeViews: 1 };
    await read('/a');
    site.attributes = 'data-disable-metered="true"';
    await read('/b');
    expect(await taken()).to.equal('1 true 0 false');
    sandbox.resetFreeViews();
    await read('/b');
    expect(await cookie()).to.equal(undefined);
    site.attributes = '';
    await read('/a');
    expect(await taken()).to.equal('1 true 0 false');
    await read('/a');
    expect((await fields()).viewsTakenAfterLogin, 'the new count stays').to.equal('1');
    sandbox.reset();
    sandbox.metering = { freeViews: 4 };
    await read('/a');
    expect(await taken()).to.equal('1 false 0 false');
  });
});
