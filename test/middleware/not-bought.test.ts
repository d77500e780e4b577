// What `requireAccess()` runs for those it does not let through: nothing that a chain of handlers does leads to the page itself.
import { expect } from 'chai';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import request from 'supertest';
import type { Plenigo, RouteProducts } from '../../lib/entries/v2.js';
import type { AccessOptions } from '../../lib/middleware/require-access.js';
import { ada, as, onBothExpresses, useWorld } from './world.js';

const html = { accept: 'text/html' };

onBothExpresses('requireAccess() with notBought', (express) => {
  const world = useWorld();

  type NotBought = AccessOptions['notBought'];
  type Mount = (app: ReturnType<typeof express>, guard: RequestHandler, page: RequestHandler) => void;

  interface Site {
    plenigo?: Plenigo;
    notBought?: NotBought;
    product?: RouteProducts;
    mount?: Mount;
    /** Before the usual error page. */
    onError?: (req: Request) => void;
  }

  const inRoute: Mount = (app, guard, page) => app.get('/archive', guard, page);

  async function createSite(site: Site) {
    const { plenigo = world.plenigo(), notBought, product = 'PASS', mount = inRoute, onError } = site;
    const failures: unknown[] = [];
    const app = express();
    mount(app, plenigo.requireAccess(product, { notBought }), (_req, res) => res.send('the archive'));
    const fail: ErrorRequestHandler = (error, _req, res, _next) => {
      failures.push(error);
      if (!res.headersSent) res.status(500).send(`error page: ${res.locals.plenigo?.status}`);
    };
    const first: ErrorRequestHandler = (error, req, _res, next) => {
      if (onError === undefined) return next(error);
      failures.push(error);
      return onError(req);
    };
    app.use(first, fail);
    // Where an error that reaches next a second time ends up: behind the handler that has answered the first.
    app.use(fail);
    const server = await world.serve(app);
    const open = (headers: object = as(ada)) =>
      request(server)
        .get('/archive')
        .set({ ...html, ...headers });
    return { failures, open };
  }

  it('answers with a chain of handlers, one after the other', async () => {
    const notBought: RequestHandler[] = [
      (_req, res, next) => {
        res.locals.seen = ['first'];
        next();
      },
      async (_req, res, next) => {
        await Promise.resolve();
        res.locals.seen.push('second');
        next();
      },
      (_req, res) => res.status(402).json([...res.locals.seen, 'third']),
    ];
    const { open } = await createSite({ notBought });
    expect((await open()).body).to.deep.equal(['first', 'second', 'third']);
  });

  it('costs one has-bought call and one token where the chain is checkout() and a page', async () => {
    const render: RequestHandler = (_req, res) => res.status(402).json(res.locals.plenigo);
    // Beside it plenigo is told the address of who was found by the user's id.
    const ofPage = (calls: string[]) => calls.filter((call) => !call.startsWith('changeEmail')).sort();
    for (const [who, calls] of Object.entries({
      'a reader who is new to plenigo': [
        ...['createLoginToken 200', 'createLoginToken 404', 'hasUserBought 403', 'registerUser 200'],
      ],
      'one whose search brings the token': ['createLoginToken 200', 'hasUserBought 403'],
    })) {
      const plenigo = world.plenigo();
      const { open } = await createSite({ plenigo, notBought: [plenigo.checkout('PASS'), render] });
      const { body } = await open();
      expect(body, who).to.include({ status: 'ready', loginToken: world.sandbox.tokens.at(-1)?.token });
      expect(ofPage(world.answers()), who).to.deep.equal(calls);
      await open();
      expect(ofPage(world.calls()), 'the next time').to.deep.equal(['createLoginToken', 'hasUserBought']);
    }
  });

  describe('never hands on to the protected page:', () => {
    const chains: Record<string, (plenigo: Plenigo) => NotBought> = {
      'a chain that ends in next()': () => (_req, _res, next) => next(),
      'one that ends in next() later': () => (_req, _res, next) => setImmediate(next),
      'one that is async and ends in next()': () => async (_req, _res, next) => {
        await Promise.resolve();
        next();
      },
      'checkout() alone': (plenigo) => plenigo.checkout('PASS'),
      'checkout() and then nothing': (plenigo) => [plenigo.checkout('PASS'), (_req, _res, next) => next()],
      "next('route')": () => (_req, _res, next) => next('route'),
      "next('router')": () => (_req, _res, next) => next('router'),
      "next('route') behind another handler": (plenigo) => [
        plenigo.checkout('PASS'),
        (_req, _res, next) => next('route'),
      ],
      'a file that is a folder: Express then goes on by itself': () => (_req, res) => {
        res.sendFile('test', { root: process.cwd() });
      },
      'req.next()': () => (req) => req.next?.(),
      'req.next() later than next()': () => (req, _res, next) => {
        setImmediate(() => req.next?.());
        next();
      },
      'a router without the page': () => express.Router(),
      'an app without the page': () => {
        const app = express();
        app.get('/elsewhere', (_req, res) => res.send('elsewhere'));
        return app;
      },
    };
    const mounts: Record<string, Mount> = {
      'in the route': inRoute,
      'by app.use before it': (app, guard, page) => {
        app.use('/archive', guard);
        app.get('/archive', page);
      },
      'in a router before it': (app, guard, page) => {
        const router = express.Router();
        router.get('/archive', guard);
        app.use(router);
        app.get('/archive', page);
      },
    };

    for (const [name, chain] of Object.entries(chains)) {
      it(`${name} is the default refusal`, async () => {
        for (const [place, mount] of Object.entries(mounts)) {
          const plenigo = world.plenigo();
          const { open, failures } = await createSite({ plenigo, notBought: chain(plenigo), mount });
          const response = await open();
          expect(response.text, place).to.include('This page is for readers who have bought it.');
          expect(response.status, place).to.equal(402);
          expect((await open({})).status, 'nobody logged in').to.equal(401);
          expect(failures).to.deep.equal([]);
        }
      });
    }

    it('one that has answered and then calls next(): the answer is the handler’s', async () => {
      const notBought: RequestHandler = (_req, res, next) => {
        res.status(402).send('buy it');
        next();
      };
      const { open, failures } = await createSite({ notBought });
      expect(await open()).to.include({ status: 402, text: 'buy it' });
      expect(failures).to.deep.equal([]);
    });
  });

  describe('hands a fault of the site to next, once:', () => {
    const fault = new Error('of the site');
    const later: RequestHandler = (_req, _res, next) => setImmediate(next);
    const fail: RequestHandler = () => {
      throw fault;
    };
    for (const [title, notBought] of Object.entries<NotBought>({
      'the handler throws': fail,
      'it rejects': async () => {
        throw fault;
      },
      'it calls next with it': (_req, _res, next) => next(fault),
      'it throws behind one that took its time': [later, fail],
      'it rejects behind one that took its time': [later, async () => Promise.reject(fault)],
      'it calls req.next with it': (req) => req.next?.(fault),
      'it calls next twice': (_req, _res, next) => {
        next(fault);
        next(fault);
      },
      'it calls next, then rejects': async (_req, _res, next) => {
        next(fault);
        throw new Error('too late');
      },
    })) {
      it(title, async () => {
        const { open, failures } = await createSite({ notBought });
        expect([(await open()).text, failures]).to.deep.equal(['error page: ready', [fault]]);
      });
    }

    it('and the error page has a req.next of its own', async () => {
      const { open, failures } = await createSite({ notBought: fail, onError: (req) => req.next?.('of the page') });
      expect([(await open()).text, failures]).to.deep.equal(['error page: ready', [fault, 'of the page']]);
    });

    const reject = async () => Promise.reject(fault);
    for (const [title, site] of Object.entries<() => Site>({
      'the product function throws': () => ({
        product: () => {
          throw fault;
        },
      }),
      'the product function rejects': () => ({ product: reject }),
      'options.user rejects': () => ({ plenigo: world.plenigo({ user: reject }) }),
    })) {
      it(`${title}; the error page finds the locals`, async () => {
        const { open, failures } = await createSite(site());
        const response = await open();
        expect(response.text).to.equal('error page: unavailable');
        expect([response.headers['cache-control'], failures]).to.deep.equal(['private, no-store', [fault]]);
      });
    }
  });
});
