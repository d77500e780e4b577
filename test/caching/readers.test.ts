/** A cache in front of the site: no reader ever gets what was made for another, whatever the handler says about caching. */

import { expect } from 'chai';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { PRIVATE, PUBLIC } from '../support/caching.js';
import {
  ARTICLE,
  listen,
  type Newsstand,
  type NewsstandSetup,
  openNewsstand,
  PAID_TEXT,
} from '../support/newsstand.js';

/** What caches in front of sites go by, the first one that is there; `Expires` only where none of them is. */
const RULES = ['x-accel-expires', 'my-cdn-cache-control', 'cdn-cache-control', 'surrogate-control', 'edge-control'];

/** A cache that keeps whatever anything lets it keep, for good, and hands it to everybody: greedier than any real one. */
async function startCache(site: string): Promise<{ url: string; close(): Promise<void> }> {
  const kept = new Map<string, { status: number; headers: Record<string, string>; body: string }>();
  return listen(async (req, res) => {
    const { method, url = '' } = req;
    const known = method === 'GET' ? kept.get(url) : undefined;
    const headers = Object.fromEntries(Object.entries(req.headers).filter(([name]) => name !== 'connection'));
    const answer = known ? undefined : await fetch(site + url, { method, headers: headers as Record<string, string> });
    const body = known?.body ?? (await answer?.text()) ?? '';
    const { status, headers: said } = known ?? {
      status: answer?.status ?? 0,
      headers: Object.fromEntries(answer?.headers ?? []),
    };
    const rule = said[[...RULES, 'cache-control', 'expires'].find((name) => said[name] !== undefined) ?? ''];
    const mayKeep = rule !== undefined && !/no-store|private/.test(rule);
    if (method === 'GET' && status !== 304 && mayKeep) kept.set(url, { status, headers: said, body });
    for (const [name, value] of Object.entries(said)) {
      if (!/^(connection|keep-alive|transfer-encoding|content-length)$/.test(name)) res.setHeader(name, value);
    }
    res.setHeader('X-Cache', known ? 'HIT' : 'MISS');
    res.writeHead(status).end(status === 304 ? undefined : body);
  });
}

/** The page, with everything in it that must not reach anyone else. */
function pageOf(res: Response): string {
  const { plenigo } = res.locals;
  const secrets = [plenigo?.loginToken, plenigo?.customerId, plenigo?.checkout?.snippet, plenigo?.buyButton('Buy')];
  return `<p>${plenigo?.bought ? PAID_TEXT : 'The story begins…'}</p><p>${plenigo?.status}</p>${secrets.join('\n')}`;
}

const say =
  (headers: Record<string, string>): RequestHandler =>
  (_req, res) =>
    res.set(headers).send(pageOf(res));

/** Ways for a handler to say that its page may be cached, one for each header that a cache goes by; how it says it is in `test/middleware/no-store.test.ts`. */
const handlers: Record<string, RequestHandler> = {
  'Cache-Control': say({ 'Cache-Control': PUBLIC }),
  Expires: say({ Expires: new Date(Date.now() + 600_000).toUTCString() }),
  'an error page': (_req, _res, next) => next(new Error('the template is broken')),
  'CDN-Cache-Control': say({ 'CDN-Cache-Control': PUBLIC, 'My-CDN-Cache-Control': PUBLIC }),
  'Surrogate-Control': say({ 'Surrogate-Control': 'max-age=600' }),
  'Edge-Control': say({ 'Edge-Control': 'max-age=600' }),
  'X-Accel-Expires': say({ 'X-Accel-Expires': '600' }),
};

/** An error page of a site that wants it cached, and says what the reader may do. */
const errorPage: ErrorRequestHandler = (_error, _req, res, _next) =>
  res.set('Cache-Control', PUBLIC).status(500).send(pageOf(res));

describe('behind a shared cache', () => {
  let stand: Newsstand;
  let cache: Awaited<ReturnType<typeof startCache>>;

  async function open(article: RequestHandler, setup: NewsstandSetup = {}): Promise<void> {
    stand = await openNewsstand({ article, ...setup });
    stand.app.use(errorPage);
    cache = await startCache(stand.url);
  }
  afterEach(async () => {
    await cache.close();
    await stand.close();
  });

  async function logIn(name: string): Promise<string> {
    const { headers } = await fetch(`${stand.url}/login/${name}`, { redirect: 'manual' });
    return headers.get('set-cookie')?.split(';')[0] ?? '';
  }

  /** What someone gets through the cache; without a cookie, an anonymous reader. */
  async function visit(cookie = '', init: RequestInit & { path?: string } = {}) {
    const { path = ARTICLE, ...others } = init;
    const response = await fetch(cache.url + path, { ...others, headers: { cookie, ...init.headers } });
    const [how, control] = ['x-cache', 'cache-control'].map((name) => response.headers.get(name));
    return { how, control, etag: response.headers.get('etag'), status: response.status, text: await response.text() };
  }

  function expectNothingOf(reader: string, text: string): void {
    for (const { token } of stand.sandbox.tokens) expect(text).not.to.include(token);
    const customer = stand.sandbox.customers.find(({ externalUserId }) => externalUserId === reader);
    expect(text).not.to.include(customer?.customerId);
    expect(text).not.to.include('data-plenigo-checkout').and.not.include(PAID_TEXT);
  }

  for (const [name, handler] of Object.entries(handlers)) {
    it(`nobody gets the page of another, nor what another has bought, with ${name}`, async () => {
      await open(handler);
      const [ada, bo] = [await logIn('ada'), await logIn('bo')];
      const ofAda = await visit(ada);
      expect(ofAda.text).to.include(stand.sandbox.tokens[0]?.token);
      expect(ofAda.control).to.equal(PRIVATE);
      const ofBo = await visit(bo);
      expect(ofBo.how).to.equal('MISS');
      expect(ofBo.text).not.to.include(stand.sandbox.tokens[0]?.token);
      stand.sandbox.buy({ externalUserId: 'ada' }, 'ARTICLE-1');
      const bought = await visit(ada);
      expect(bought.text).to.include(PAID_TEXT);
      expect(bought.control).to.equal(PRIVATE);
      expect((await visit(bo)).text).not.to.include(PAID_TEXT);
      const anonymous = await visit();
      expect(anonymous.how).to.equal('MISS');
      expectNothingOf('ada', anonymous.text);
      // What the cache may keep it does keep: without that, all this would prove nothing.
      expect((await visit()).how).to.equal('HIT');
    });
  }

  it('nobody gets the page of a reader with an e-mail conflict, or while plenigo is down', async () => {
    await open(say({ 'Cache-Control': PUBLIC }));
    stand.sandbox.addCustomer({ email: 'ada@example.com' });
    expect((await visit(await logIn('ada'))).text).to.include('email-conflict');
    stand.sandbox.inject({ status: 500, times: Number.POSITIVE_INFINITY });
    expect((await visit(await logIn('bo'))).text).to.include('unavailable');
    const anonymous = await visit();
    expect(anonymous.how).to.equal('MISS');
    expect(anonymous.text).to.include('<p>anonymous</p>');
  });

  it('a page made for HEAD is kept out, too', async () => {
    await open(say({ 'Cache-Control': PUBLIC }));
    expect((await visit(await logIn('ada'), { method: 'HEAD' })).control).to.equal(PRIVATE);
  });

  it('a page for buyers is nobody else’s, with requireAccess()', async () => {
    await open(say({}), {
      routes: (app, { plenigo }) =>
        app.get('/archive', plenigo.requireAccess('ARTICLE-1'), (_req, res) =>
          res.set('Cache-Control', PUBLIC).send(PAID_TEXT),
        ),
    });
    stand.sandbox.addCustomer({ email: 'ada@example.com', externalUserId: 'ada' });
    stand.sandbox.buy({ externalUserId: 'ada' }, 'ARTICLE-1');
    const archive = async (cookie: string) => (await visit(cookie, { path: '/archive' })).text;
    expect(await archive(await logIn('ada'))).to.equal(PAID_TEXT);
    expect(await archive(await logIn('bo'))).not.to.include(PAID_TEXT);
    expect(await archive('')).not.to.include(PAID_TEXT);
  });

  it('the pages of anonymous readers are cached as the site wants, without a call', async () => {
    await open(say({ 'Cache-Control': PUBLIC }));
    expect(await visit()).to.include({ how: 'MISS', control: PUBLIC });
    expect(await visit()).to.include({ how: 'HIT', control: PUBLIC });
    expect(stand.sandbox.requests).to.deep.equal([]);
  });

  it('and stay uncached where the site wants nothing', async () => {
    await open(say({}));
    for (const _view of [1, 2]) expect(await visit()).to.include({ how: 'MISS', control: null });
  });
});
