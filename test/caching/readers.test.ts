/** A cache in front of the site: no reader ever gets what was made for another, whatever the handler says about caching. */

import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { type CachingProxy, type CachingProxySetup, startCachingProxy } from '../support/caching-proxy.js';
import { ARTICLE, type Newsstand, type NewsstandSetup, openNewsstand, PAID_TEXT } from '../support/newsstand.js';

const PUBLIC = 'public, max-age=600';
const SOON = new Date(Date.now() + 600_000).toUTCString();

/** The page, with everything in it that must not reach anyone else. */
function pageOf(res: Response): string {
  const { plenigo } = res.locals;
  const secrets = [plenigo?.loginToken, plenigo?.customerId, plenigo?.checkout?.snippet, plenigo?.buyButton('Buy')];
  return `<p>${plenigo?.bought ? PAID_TEXT : 'The story begins…'}</p><p>${plenigo?.status}</p>${secrets.join('\n')}`;
}

/** Ways for a handler to say that its page may be cached, one for each header that a cache goes by; how it says it is in `test/middleware/no-store.test.ts`. */
const handlers: Record<string, RequestHandler> = {
  'Cache-Control': (_req, res) => {
    res.set('Cache-Control', PUBLIC).send(pageOf(res));
  },
  'a stream': (_req, res) => {
    res.set('Cache-Control', PUBLIC);
    Readable.from(pageOf(res).split('>')).pipe(res);
  },
  'Expires and Last-Modified': (_req, res) => {
    res.set({ Expires: SOON, 'Last-Modified': 'Thu, 01 Jan 1998 00:00:00 GMT' }).send(pageOf(res));
  },
  'an error page': (_req, _res, next) => {
    next(new Error('the template is broken'));
  },
  'CDN-Cache-Control': (_req, res) => {
    res.set({ 'CDN-Cache-Control': PUBLIC, 'My-CDN-Cache-Control': PUBLIC }).send(pageOf(res));
  },
  'Surrogate-Control': (_req, res) => {
    res.set('Surrogate-Control', 'max-age=600').send(pageOf(res));
  },
  'Edge-Control': (_req, res) => {
    res.set('Edge-Control', 'max-age=600').send(pageOf(res));
  },
  'X-Accel-Expires': (_req, res) => {
    res.set('X-Accel-Expires', '600').send(pageOf(res));
  },
};

/** An error page of a site that wants it cached, and says what the reader may do. */
const errorPage: ErrorRequestHandler = (_error, _req, res, _next) => {
  res.set('Cache-Control', PUBLIC).status(500).send(pageOf(res));
};

/** A cache that obeys everything that lets it store. */
const greedy: CachingProxySetup = {
  targeted: ['cdn-cache-control', 'my-cdn-cache-control', 'surrogate-control', 'edge-control'],
  accelExpires: true,
};

describe('behind a shared cache', () => {
  let stand: Newsstand;
  let proxy: CachingProxy;

  async function open(article: RequestHandler, setup: NewsstandSetup = {}): Promise<void> {
    stand = await openNewsstand({ article, ...setup });
    stand.app.use(errorPage);
    proxy = await startCachingProxy(stand.url, greedy);
  }
  afterEach(async () => {
    await proxy.close();
    await stand.close();
  });

  async function logIn(name: string): Promise<string> {
    const { headers } = await fetch(`${stand.url}/login/${name}`, { redirect: 'manual' });
    return headers.get('set-cookie')?.split(';')[0] ?? '';
  }

  /** What someone gets through the cache; without a cookie, an anonymous reader. */
  async function visit(cookie = '', init: { method?: string; headers?: Record<string, string> } = {}) {
    const headers = { ...init.headers, ...(cookie && { Cookie: cookie }) };
    const response = await fetch(proxy.url + ARTICLE, { ...init, headers });
    return {
      cache: response.headers.get('x-cache'),
      control: response.headers.get('cache-control'),
      etag: response.headers.get('etag'),
      status: response.status,
      text: await response.text(),
    };
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
      expect(ofAda.control).to.equal('private, no-store');
      const ofBo = await visit(bo);
      expect(ofBo.cache).to.equal('MISS');
      expect(ofBo.text).not.to.include(stand.sandbox.tokens[0]?.token);
      stand.sandbox.buy({ externalUserId: 'ada' }, 'ARTICLE-1');
      const bought = await visit(ada);
      expect(bought.text).to.include(PAID_TEXT);
      expect(bought.control).to.equal('private, no-store');
      expect((await visit(bo)).text).not.to.include(PAID_TEXT);
      const anonymous = await visit();
      expect(anonymous.cache).to.equal('MISS');
      expectNothingOf('ada', anonymous.text);
    });
  }

  it('nobody gets the page of a reader with an e-mail conflict, or while plenigo is down', async () => {
    await open((_req, res) => res.set('Cache-Control', PUBLIC).send(pageOf(res)));
    stand.sandbox.addCustomer({ email: 'ada@example.com' });
    expect((await visit(await logIn('ada'))).text).to.include('email-conflict');
    stand.sandbox.inject({ status: 500, times: Number.POSITIVE_INFINITY });
    expect((await visit(await logIn('bo'))).text).to.include('unavailable');
    const anonymous = await visit();
    expect(anonymous.cache).to.equal('MISS');
    expect(anonymous.text).to.include('<p>anonymous</p>');
  });

  it('a page that has not changed (304) is kept out, too', async () => {
    await open((_req, res) => res.set('Cache-Control', PUBLIC).send(res.locals.plenigo?.bought ? PAID_TEXT : 'Buy'));
    const ada = await logIn('ada');
    await visit(ada);
    stand.sandbox.buy({ externalUserId: 'ada' }, 'ARTICLE-1');
    const { etag } = await visit(ada);
    // Without a word of its own, fetch would add no-cache.
    const headers = { 'If-None-Match': etag ?? '', 'Cache-Control': 'max-age=600' };
    const again = await visit(ada, { headers });
    expect(again).to.include({ status: 304, control: 'private, no-store' });
    expect((await visit()).text).to.equal('Buy');
  });

  it('a page made for HEAD is kept out, too', async () => {
    await open((_req, res) => res.set('Cache-Control', PUBLIC).send(pageOf(res)));
    expect((await visit(await logIn('ada'), { method: 'HEAD' })).control).to.equal('private, no-store');
  });

  it('what was said about caching before checkout() does not count either', async () => {
    await open((_req, res) => res.send(pageOf(res)), {
      before: [
        (_req, res, next) => {
          res.set({
            'Cache-Control': PUBLIC,
            Expires: SOON,
            'CDN-Cache-Control': PUBLIC,
            'X-Accel-Expires': '600',
          });
          next();
        },
      ],
    });
    const ada = await visit(await logIn('ada'));
    expect(ada.control).to.equal('private, no-store');
    expectNothingOf('ada', (await visit()).text);
  });

  it('a page for buyers is nobody else’s, with requireAccess()', async () => {
    await open((_req, res) => res.send('unused'));
    stand.app.get('/archive', stand.plenigo.requireAccess('ARTICLE-1'), (_req: Request, res: Response) => {
      res.set('Cache-Control', PUBLIC).send(PAID_TEXT);
    });
    stand.sandbox.addCustomer({ email: 'ada@example.com', externalUserId: 'ada' });
    stand.sandbox.buy({ externalUserId: 'ada' }, 'ARTICLE-1');
    const archive = async (cookie: string) => (await fetch(`${proxy.url}/archive`, { headers: { cookie } })).text();
    expect(await archive(await logIn('ada'))).to.equal(PAID_TEXT);
    expect(await archive(await logIn('bo'))).not.to.include(PAID_TEXT);
    expect(await archive('')).not.to.include(PAID_TEXT);
  });

  describe('the pages of anonymous readers', () => {
    it('are cached as the site wants', async () => {
      await open((_req, res) => res.set('Cache-Control', PUBLIC).send(pageOf(res)));
      expect(await visit()).to.include({ cache: 'MISS', control: PUBLIC });
      expect(await visit()).to.include({ cache: 'HIT', control: PUBLIC });
      expect(stand.sandbox.requests).to.deep.equal([]);
    });

    it('stay uncached where the site wants nothing', async () => {
      await open((_req, res) => res.send(pageOf(res)));
      expect(await visit()).to.include({ cache: 'MISS', control: null });
      expect(await visit()).to.include({ cache: 'MISS', control: null });
    });

    it('do not stand in the way of a reader who is logged in, where the site says Vary: Cookie', async () => {
      await open((_req, res) => res.set('Cache-Control', PUBLIC).vary('Cookie').send(pageOf(res)));
      await visit();
      expect((await visit()).cache).to.equal('HIT');
      const ada = await visit(await logIn('ada'));
      expect(ada.text).to.include('<p>ready</p>');
      expect(await visit()).to.include({ cache: 'HIT', control: PUBLIC });
    });
  });
});
