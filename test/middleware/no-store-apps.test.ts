// A page with a reader's own data is kept out of caches whatever app it is passed on to, and nothing else is touched for it.
import * as http from 'node:http';
import { Http2ServerResponse } from 'node:http2';
import { Stream } from 'node:stream';
import { expect } from 'chai';
import type { Request, RequestHandler, Response } from 'express';
import request from 'supertest';
import { onHeaders, PUBLIC } from '../support/caching.js';
import { ada, as, onBothExpresses, useWorld } from './world.js';

onBothExpresses('a page of several apps', (express, other) => {
  const world = useWorld();

  describe('is not cached either where one app passes it on to another:', () => {
    const page: RequestHandler = (_req, res) => res.set({ 'Cache-Control': PUBLIC, Expires: '0' }).send('page');
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
      'checkout in an app that is called as a function, the page in a mounted one': (app, inner, checkout) => {
        inner.use(checkout);
        app.use((req, res, next) => inner(req, res, next));
        app.use('/news', express().get('/article', page));
      },
      'the page in a mounted app of another Express': (app, _inner, checkout) => {
        app.use(checkout).use('/news', other().get('/article', page));
      },
      'the page in an app of another Express that is called as a function': (app, _inner, checkout) => {
        const sub = other().get('/news/article', page);
        app.use(checkout).use((req, res, next) => sub(req, res, next));
      },
      'checkout in an app of another Express that is called as a function': (app, _inner, checkout) => {
        const sub = other().use(checkout);
        app.use((req, res, next) => sub(req, res, next)).get('/news/article', page);
      },
      'checkout behind a proxy of the response, the page before it': (app, _inner, checkout) => {
        app.use((req, res, next) => checkout(req, new Proxy(res, {}), next)).get('/news/article', page);
      },
      'the page behind a proxy of the response, checkout before it': (app, _inner, checkout) => {
        app.use(checkout).get('/news/article', (req, res, next) => page(req, bound(res), next));
      },
      'both behind a proxy whose methods are bound to the response': (app, _inner, checkout) => {
        app.get('/news/article', (req, res, next) => {
          const proxy = bound(res);
          checkout(req, proxy, (error) => (error ? next(error) : page(req, proxy, next)));
        });
      },
      'checkout with a response that is derived, the page with the original': (app, _inner, checkout) => {
        app.use((req, res, next) => checkout(req, Object.create(res), next)).get('/news/article', page);
      },
      'the page with a response that is derived and hands on to the original, checkout before it': (
        app,
        _inner,
        checkout,
      ) => {
        app.use(checkout).get('/news/article', (req, res, next) => {
          const derived: Response = Object.create(res, { send: { value: (body: string) => res.send(body) } });
          page(req, derived, next);
        });
      },
      'both with a derived one that writes for itself': (app, _inner, checkout) => {
        app.get('/news/article', (req, res, next) => {
          const derived: Response = Object.create(res);
          const write: RequestHandler = () => {
            derived.writeHead(200, { 'Cache-Control': PUBLIC, Expires: '0' });
            res.end('page');
          };
          checkout(req, derived, (error) => (error ? next(error) : write(req, derived, next)));
        });
      },
      'the page in an app that has a writer of its own': (app, inner, checkout) => {
        const { setHeader } = inner.response;
        inner.response.setHeader = function own(this: Response, ...args) {
          return setHeader.apply(this, args);
        };
        app.use('/news', inner.use(checkout).get('/article', page));
      },
      'the page in an app whose writer cannot be replaced': (app, inner, checkout) => {
        Object.defineProperty(inner.response, 'setHeader', { value: inner.response.setHeader });
        app.use('/news', inner.use(checkout).get('/article', page));
      },
      'behind a writer that says the same of every page': (app, _inner, checkout) => {
        const force: RequestHandler = (_req, res, next) => {
          const { setHeader } = res;
          res.setHeader = function own(name, value) {
            return setHeader.call(this, name, /^cache-control$/i.test(name) ? PUBLIC : value);
          };
          next();
        };
        app.get('/news/article', force, checkout, page);
      },
    };
    /** As some libraries wrap a response: its methods work on the original. */
    function bound(res: Response): Response {
      return new Proxy(res, {
        get(target, key) {
          const value: unknown = Reflect.get(target, key);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    }

    for (const [name, build] of Object.entries(ways)) {
      it(name, async () => {
        const app = express();
        // A listener from before, as of a middleware that wants every page cached.
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

  it('changes no prototype of Express or Node', async () => {
    const app = express();
    const sub = other();
    const shared: Record<string, object> = {
      ServerResponse: http.ServerResponse.prototype,
      Http2ServerResponse: Http2ServerResponse.prototype,
      OutgoingMessage: http.OutgoingMessage.prototype,
      IncomingMessage: http.IncomingMessage.prototype,
      Stream: Stream.prototype,
      Object: Object.prototype,
      'express.response': express.response,
      'express.request': express.request,
      'other.response': other.response,
      'app.response': app.response,
      'sub.response': sub.response,
    };
    const shapeOf = () =>
      Object.entries(shared).map(([name, prototype]) => ({
        name,
        descriptors: Object.getOwnPropertyDescriptors(prototype),
      }));
    const before = shapeOf();
    const { checkout } = world.plenigo();
    sub.get('/', checkout('ARTICLE'), (_req, res) => res.set('Cache-Control', PUBLIC).send('page'));
    app.use(checkout('ARTICLE'), (req, res, next) => sub(req, res, next));
    const { headers } = await request(await world.serve(app))
      .get('/')
      .set(as(ada));
    expect(headers['cache-control']).to.equal('private, no-store');
    for (const [index, { name, descriptors }] of shapeOf().entries()) {
      const old = before[index]?.descriptors ?? {};
      expect(Reflect.ownKeys(descriptors), name).to.deep.equal(Reflect.ownKeys(old));
      for (const key of Reflect.ownKeys(old)) {
        const [now, then] = [Reflect.get(descriptors, key), Reflect.get(old, key)];
        expect(now.value === then.value && now.get === then.get, `${name}.${String(key)}`).to.equal(true);
      }
    }
  });

  it('says so on a stand-in for a response, also on one that Express has made one of its own', async () => {
    const { checkout } = world.plenigo({ user: () => ada });
    for (const isOfExpress of [false, true]) {
      const headers: Record<string, unknown> = { expires: '0' };
      const res = {
        locals: {},
        headersSent: false,
        getHeaderNames: () => Object.keys(headers),
        getHeader: (name: string) => headers[name.toLowerCase()],
        setHeader: (name: string, value: unknown) => {
          headers[name.toLowerCase()] = value;
        },
        removeHeader: (name: string) => delete headers[name.toLowerCase()],
      } as unknown as Response;
      const req = { headers: {}, method: 'GET', url: '/', get: () => undefined } as unknown as Request;
      const answered = new Promise((resolve) => {
        if (!isOfExpress) return checkout('ARTICLE')(req, res, (error) => resolve(error ?? 'page'));
        const app = express();
        app.get('/', checkout('ARTICLE'), () => resolve('page'));
        app.use((error: unknown, _req: Request, _res: Response, _next: unknown) => resolve(error));
        app(req, res);
      });
      expect(await answered).to.equal('page');
      expect(headers).to.include({ 'cache-control': 'private, no-store' }).and.not.have.property('expires');
    }
  });
});
