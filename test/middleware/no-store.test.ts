// A page with a reader's own data is never cached, whatever the site's handlers do. Which pages those are is in statuses.test.ts.
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import request from 'supertest';
import { onHeaders, PUBLIC } from '../support/caching.js';
import { ada, as, onBothExpresses, useWorld } from './world.js';

/** Handlers that all want their page cached, each in its own way. */
const handlers: Record<string, RequestHandler> = {
  'res.set': (_req, res) => res.set('Cache-Control', PUBLIC).send('page'),
  'res.header with an object': (_req, res) => res.header({ 'cache-control': PUBLIC }).send('page'),
  'res.setHeader in capitals': (_req, res) => {
    res.setHeader('CACHE-CONTROL', PUBLIC);
    res.end('page');
  },
  'res.setHeaders': (_req, res) => {
    res.setHeaders(new Map([['cache-control', PUBLIC]]));
    res.end('page');
  },
  'res.append': (_req, res) => res.append('Cache-Control', 'public').send('page'),
  'res.appendHeader': (_req, res) => {
    res.appendHeader('cache-control', 'public');
    res.end('page');
  },
  'res.removeHeader': (_req, res) => {
    res.removeHeader('Cache-Control');
    res.end('page');
  },
  'writeHead with an object': (_req, res) =>
    res.writeHead(200, { 'Cache-Control': PUBLIC, 'X-Site': 'kept' }).end('page'),
  'writeHead with a flat array': (_req, res) =>
    res.writeHead(200, ['Cache-Control', PUBLIC, 'X-Site', 'kept']).end('page'),
  'writeHead with an array of pairs': (_req, res) => {
    const pairs = [
      ['Cache-Control', PUBLIC],
      ['X-Site', 'kept'],
    ] as unknown as string[];
    res.writeHead(200, pairs).end('page');
  },
  'writeHead with a status message and an object': (_req, res) =>
    res.writeHead(200, 'Fine', { 'Cache-Control': PUBLIC, 'X-Site': 'kept' }).end('page'),
  'writeHead with a status message and a flat array': (_req, res) =>
    res.writeHead(200, 'Fine', ['Cache-Control', PUBLIC, 'X-Site', 'kept']).end('page'),
  'writeHead with a status message alone': (_req, res) => {
    res.set({ 'Cache-Control': PUBLIC, 'X-Site': 'kept' });
    res.writeHead(200, 'Fine').end('page');
  },
  'writeHead with nothing else': (_req, res) => res.writeHead(200).end('page'),
  'writeHead with an undefined status message': (_req, res) => {
    const args = [200, undefined, { 'Cache-Control': PUBLIC, 'X-Site': 'kept' }];
    Reflect.apply(res.writeHead, res, args);
    res.end('page');
  },
  'a stream': (_req, res) => {
    res.set('Cache-Control', PUBLIC);
    Readable.from(['pa', 'ge']).pipe(res);
  },
  'several writes with flushed headers': (_req, res) => {
    res.set('Cache-Control', PUBLIC);
    res.flushHeaders();
    res.write('pa');
    res.end('ge');
  },
  'res.json': (_req, res) => res.set('Cache-Control', PUBLIC).json({}),
  'res.redirect': (_req, res) => res.set('Cache-Control', PUBLIC).redirect('/elsewhere'),
  'a file with maxAge': (_req, res) => res.sendFile('package.json', { root: process.cwd(), maxAge: '1h' }),
  'a header listener that is installed later': (_req, res) => {
    onHeaders(res, () => res.setHeader('Cache-Control', PUBLIC));
    res.end('page');
  },
  'headers for the caches in front of the site': (_req, res) => {
    res.set({
      'CDN-Cache-Control': 'max-age=600',
      'Cloudflare-CDN-Cache-Control': 'max-age=600',
      'Vercel-CDN-Cache-Control': 'max-age=600',
      'X-OUR-OWN-Cache-Control': 'max-age=600',
      'Surrogate-Control': 'max-age=600',
      'X-Accel-Expires': '600',
      'Edge-Control': 'max-age=600',
      Expires: new Date(Date.now() + 3_600_000).toUTCString(),
    });
    res.send('page');
  },
  'an error': () => {
    throw new Error('the site failed');
  },
  'an error page of the site': (_req, _res, next) => next('own page'),
};

/** supertest hands out the message of Node, too. */
interface Answer {
  headers: Record<string, string>;
  res: IncomingMessage;
}

const cachingOf = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => /cache-control|surrogate|edge-control|expires/.test(name)),
  );

onBothExpresses('a page that carries the reader’s own data', (express) => {
  const world = useWorld();

  async function createSite(handler: RequestHandler, before?: RequestHandler) {
    const plenigo = world.plenigo();
    const app = express();
    app.set('env', 'test');
    if (before) app.use(before);
    app.get('/article', plenigo.checkout('ARTICLE'), handler);
    app.get(
      '/nothing',
      plenigo.checkout(() => undefined),
      handler,
    );
    app.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
      if (error === 'own page') res.status(500).set('Cache-Control', PUBLIC).send('sorry');
      else next(error);
    });
    const server = await world.serve(app);
    return (path: string, headers: Record<string, string> = as(ada)) =>
      request(server).get(path).set(headers).redirects(0);
  }

  for (const [name, handler] of Object.entries(handlers)) {
    it(`is not cached, with ${name}`, async () => {
      const open = await createSite(handler);
      const { headers, res } = (await open('/article')) as unknown as Answer;
      expect(cachingOf(headers)).to.deep.equal({ 'cache-control': 'private, no-store' });
      // Node itself reads no list of pairs once a header was set.
      if (/^writeHead with an? (?!undefined|array of pairs)/.test(name)) expect(headers['x-site']).to.equal('kept');
      if (/^writeHead with a status message/.test(name)) expect(res.statusMessage).to.equal('Fine');
    });
  }

  it('says so before the headers leave, to a cache inside the site for instance', async () => {
    const open = await createSite((_req, res) => res.json({ seen: res.getHeader('Cache-Control') }));
    expect((await open('/article')).body).to.deep.equal({ seen: 'private, no-store' });
  });

  for (const before of [true, false]) {
    it(`is not cached when its headers were set ${before ? 'before' : 'by a listener that was installed before'}`, async () => {
      const set = (res: Response) => {
        res.set({ 'Cache-Control': PUBLIC, 'Surrogate-Control': 'max-age=600', Expires: '0' });
      };
      const open = await createSite(
        (_req, res) => res.send('page'),
        (_req, res, next) => {
          if (before) set(res);
          else onHeaders(res, () => set(res));
          next();
        },
      );
      const { headers } = await open('/article');
      expect(headers['cache-control']).to.equal('private, no-store');
      expect(headers).to.not.have.any.keys('surrogate-control', 'expires');
      expect((await open('/article', {})).headers, 'anonymous').to.include({
        'cache-control': PUBLIC,
        'surrogate-control': 'max-age=600',
      });
    });
  }

  it('is not cached when Node refuses its headers at first', async () => {
    const open = await createSite((_req, res) => {
      res.statusMessage = 'Grüße €';
      try {
        res.writeHead(200);
      } catch {
        res.statusMessage = 'OK';
      }
      res.set('Cache-Control', PUBLIC).send('page');
    });
    expect((await open('/article')).headers['cache-control']).to.equal('private, no-store');
  });

  it('is not cached when it has not changed (304)', async () => {
    const open = await createSite((_req, res) => res.set({ 'Cache-Control': PUBLIC, ETag: '"same"' }).send('page'));
    const response = await open('/article', { ...as(ada), 'if-none-match': '"same"' });
    expect([response.status, response.headers['cache-control']]).to.deep.equal([304, 'private, no-store']);
  });

  it('is the only one that is changed: an anonymous page stays as the site wants it, and so does one where nothing is for sale', async () => {
    const isPublic = { 'cache-control': PUBLIC, 'cdn-cache-control': 'max-age=600' };
    const open = await createSite((_req, res) => res.set(isPublic).send('page'));
    expect((await open('/article', {})).headers).to.include(isPublic);
    expect((await open('/nothing')).headers).to.include(isPublic);
    const openSilent = await createSite((_req, res) => res.send('page'));
    expect((await openSilent('/article', {})).headers).to.not.have.property('cache-control');
  });

  it('whose headers left before us cannot be kept out of caches: the site is warned, once', async () => {
    const plenigo = world.plenigo();
    const app = express();
    const tooEarly: RequestHandler = (_req, res, next) => {
      res.set('Cache-Control', PUBLIC).flushHeaders();
      next();
    };
    app.get('/', tooEarly, plenigo.checkout('ARTICLE'), (_req, res) => res.end(res.locals.plenigo?.status));
    const server = await world.serve(app);
    for (const _view of [1, 2]) expect((await request(server).get('/').set(as(ada))).text).to.equal('ready');
    expect(world.messages).to.have.length(1);
    expect(world.messages[0]).to.match(/was sent before plenigo could keep it out of caches/);
  });
});
