// A page with a reader's own data is kept out of caches whatever app it is passed on to, and nothing else is touched for it.
import { expect } from 'chai';
import type { Request, RequestHandler, Response } from 'express';
import request from 'supertest';
import { onHeaders } from './on-headers.js';
import { ada, as, onBothExpresses, useWorld } from './world.js';

const PUBLIC = 'public, max-age=3600';

onBothExpresses('a page of several apps', (express, other) => {
  const world = useWorld();

  describe('is not cached either where one app passes it on to another:', () => {
    const page: RequestHandler = (_req, res) => {
      res.set({ 'Cache-Control': PUBLIC, Expires: '0' }).send('page');
    };
    type App = ReturnType<typeof express>;
    const ways: Record<string, (app: App, inner: App, checkout: RequestHandler) => void> = {
      'checkout in an app that is mounted, the page in the outer one': (app, inner, checkout) => {
        app.use('/news', inner.use(checkout));
        app.get('/news/article', page);
      },
      'checkout in the outer one, the page in an app that is mounted': (app, inner, checkout) => {
        inner.get('/article', page);
        app.use(checkout).use('/news', inner);
      },
      'the page in an app that a router passes it to': (app, inner, checkout) => {
        inner.get('/article', page);
        app.use(checkout).use(express.Router().use('/news', inner));
      },
      'the page in an app that is called as a function': (app, inner, checkout) => {
        inner.get('/news/article', page);
        app.use(checkout).use((req, res, next) => inner(req, res, next));
      },
      'checkout in an app that is called as a function, the page in a mounted one': (
        app,
        inner,
        checkout,
      ) => {
        inner.use(checkout);
        app.use((req, res, next) => inner(req, res, next));
        app.use('/news', express().get('/article', page));
      },
      'the page in a mounted app of another Express': (app, _inner, checkout) => {
        app.use(checkout).use('/news', other().get('/article', page));
      },
      'the page in an app that has a writer of its own': (app, inner, checkout) => {
        const { setHeader } = inner.response;
        inner.response.setHeader = function own(this: Response, ...args) {
          return setHeader.apply(this, args);
        };
        app.use('/news', inner.use(checkout).get('/article', page));
      },
    };
    for (const [name, build] of Object.entries(ways)) {
      it(name, async () => {
        const app = express();
        app.use((_req, res, next) => {
          onHeaders(res, () => res.set('Cache-Control', PUBLIC));
          next();
        });
        build(app, express(), world.plenigo().checkout('ARTICLE'));
        const server = await world.serve(app);
        for (const reader of [as(ada), {}, as(ada)]) {
          const { headers } = await request(server).get('/news/article').set(reader);
          const isPrivate = Object.keys(reader).length > 0;
          expect(headers['cache-control']).to.equal(isPrivate ? 'private, no-store' : PUBLIC);
          expect('expires' in headers).to.equal(!isPrivate);
        }
      });
    }
  });

  it('leaves a stand-in for a response as it is, but for its own methods', async () => {
    const headers: Record<string, unknown> = {};
    const res = {
      locals: {} as Record<string, unknown>,
      headersSent: false,
      getHeaderNames: () => Object.keys(headers),
      setHeader: (name: string, value: unknown) => {
        headers[name.toLowerCase()] = value;
      },
      removeHeader: (name: string) => delete headers[name.toLowerCase()],
    };
    const req = { headers: {}, method: 'GET', get: () => undefined, user: ada };
    const plenigo = world.plenigo({ user: () => ada });
    const next = new Promise((resolve) => {
      plenigo.checkout('ARTICLE')(req as unknown as Request, res as unknown as Response, resolve);
    });
    expect(await next).to.equal(undefined);
    res.setHeader('Cache-Control', PUBLIC);
    expect(headers).to.deep.equal({ 'cache-control': 'private, no-store' });
    expect({}).to.not.have.property('setHeader');
  });
});
