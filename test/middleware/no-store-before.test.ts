// A page with the reader's own data is never cached, whatever was there before us: a listener, or a writer of another kind.
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { RequestHandler, Response } from 'express';
import { onHeaders, PUBLIC } from '../support/caching.js';
import { onBothExpresses, useWorld } from './world.js';

/** supertest hands out the message of Node, too. */
interface Answer {
  status: number;
  text: string;
  headers: Record<string, string>;
  res: IncomingMessage;
}

onBothExpresses('a page that carries the reader’s own data, behind what was there before', (express) => {
  const world = useWorld();

  async function createSite(handler: RequestHandler, before: RequestHandler) {
    const { open } = await world.site({ express, handler, before: [before] });
    return (path: string) => open(path).redirects(0);
  }

  it('is not cached when a listener that was installed before appends, removes, or brings a writer of its own', async () => {
    const meddle: Record<string, (res: Response) => void> = {
      append: (res) => res.appendHeader('Cache-Control', 'public'),
      remove: (res) => res.removeHeader('Cache-Control'),
      'own writer': (res) => res.setHeader('Cache-Control', PUBLIC),
    };
    for (const [name, listener] of Object.entries(meddle)) {
      const open = await createSite(
        (_req, res) => res.send('page'),
        (_req, res, next) => {
          onHeaders(res, () => listener(res));
          if (name === 'own writer') res.setHeader = res.setHeader.bind(res);
          next();
        },
      );
      expect((await open('/article')).headers['cache-control'], name).to.equal('private, no-store');
    }
  });

  it('says so at once to a cache inside the site that looks at what is set', async () => {
    const seen: [string, unknown][] = [];
    const open = await createSite(
      (_req, res) => res.json(seen),
      (_req, res, next) => {
        const { setHeader } = res;
        res.setHeader = function own(name, value) {
          seen.push([name, value]);
          return setHeader.call(this, name, value);
        };
        next();
      },
    );
    expect((await open('/article')).body).to.deep.include(['Cache-Control', 'private, no-store']);
  });

  it('is otherwise as the site meant it', async () => {
    const open = await createSite(
      (_req, res) => {
        res.writeHead(203, 'Fine', { 'Content-Length': 4, 'X-Site': 'kept', 'Set-Cookie': ['a=1', 'b=2'] }).end('page');
      },
      (_req, res, next) => {
        onHeaders(res, () => res.set({ 'Cache-Control': PUBLIC, Expires: '0' }));
        next();
      },
    );
    const { headers, status, text, res } = (await open('/article')) as unknown as Answer;
    expect({ status, message: res.statusMessage, text }).to.deep.equal({ status: 203, message: 'Fine', text: 'page' });
    expect(headers['cache-control']).to.equal('private, no-store');
    expect(headers).to.not.have.property('expires');
    expect(headers).to.deep.include({ 'content-length': '4', 'x-site': 'kept', 'set-cookie': ['a=1', 'b=2'] });
    // Every header once.
    const names = res.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
    expect(names.filter((name) => name !== 'set-cookie')).to.have.length(new Set(names).size - 1);
  });

  const meddlers: Record<string, { before: RequestHandler; page: RequestHandler; status: number }> = {
    'sends the headers by itself': {
      before: (_req, res, next) => {
        const { writeHead } = res;
        res.writeHead = ((...args: Parameters<typeof writeHead>) => {
          res.setHeader('Cache-Control', PUBLIC);
          Reflect.apply(writeHead, res, args);
          res.flushHeaders();
          return res;
        }) as typeof writeHead;
        next();
      },
      page: (_req, res) => res.writeHead(301, { Location: '/elsewhere', 'Content-Length': 0 }).end(),
      status: 301,
    },
    'puts the headers off until the page is whole': {
      before: (_req, res, next) => {
        const { writeHead, end } = res;
        let kept: unknown[] | undefined;
        res.writeHead = ((...args: unknown[]) => {
          kept = args;
          return res;
        }) as typeof writeHead;
        res.end = ((chunk: unknown) => {
          if (kept) Reflect.apply(writeHead, res, kept);
          return Reflect.apply(end, res, [chunk]);
        }) as typeof end;
        next();
      },
      page: (_req, res) => {
        res.writeHead(200);
        res.setHeader('Cache-Control', PUBLIC);
        res.end('page');
      },
      status: 200,
    },
  };
  for (const [name, { before, page, status }] of Object.entries(meddlers)) {
    it(`is not cached behind a middleware that ${name}`, async () => {
      const open = await createSite(page, before);
      const response = await open('/article');
      expect(response.status).to.equal(status);
      expect(response.headers['cache-control']).to.equal('private, no-store');
    });
  }
});
