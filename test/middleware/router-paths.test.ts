/** Where the router may be mounted: its button works there, or the site is told once which path to name. */

import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import request from 'supertest';
import { scriptOf } from '../support/scripts.js';
import { express4, useWorld } from './world.js';

describe('the path of router()', () => {
  const world = useWorld();
  const { name } = scriptOf('checkout');

  interface Mounted {
    /** `routerPath`. */
    path?: string;
    /** The path of the site at which a router of its own stands, and that at which ours stands in there. */
    at: [outer: string, inner: string];
    /** What the browser asks for, as the app sees it. */
    seen: string;
    /** How ours stands there. Default `use`. */
    how?: 'use' | 'all';
    /** Default: Express 5. */
    major?: typeof express;
  }

  async function mount({ path, at: [outer, inner], seen, how = 'use', major = express }: Mounted) {
    const warnings: string[] = [];
    const logger = { debug() {}, info() {}, error() {}, warn: (_: object, text: string) => warnings.push(text) };
    const plenigo = world.plenigo({ logger, ...(path !== undefined && { routerPath: path }) });
    const app = major();
    const nested = major.Router();
    nested[how](inner, plenigo.router());
    app.use(outer, nested);
    const own: RequestHandler = (_req, res) => res.send('the site’s own');
    app.use(own);
    const server = await world.serve(app);
    const loads = async (url: string) => (await request(server).get(url)).text === scriptOf('checkout').text;
    return { warnings, loads: await loads(seen), again: () => loads(seen), server };
  }

  const right: Record<string, Mounted> = {
    'is the usual one': { at: ['/', '/plenigo'], seen: `/plenigo/${name}` },
    'lies in a nested router that is named': {
      path: '/shop/plenigo',
      at: ['/shop', '/plenigo'],
      seen: `/shop/plenigo/${name}`,
    },
    'is not given, but only named': { at: ['/', '/'], seen: `/plenigo/${name}` },
    'is not given in a nested router, but named': { path: '/shop/pay', at: ['/shop', '/'], seen: `/shop/pay/${name}` },
    // As Nest's forRoutes has it, and with `setGlobalPrefix('api')`.
    'is a pattern': { at: ['/', '/plenigo/*path'], seen: `/plenigo/${name}` },
    'is a pattern of Express 4': { at: ['/', '/plenigo/*'], seen: `/plenigo/${name}`, major: express4 },
    'is a pattern for all methods': { at: ['/', '/plenigo/*path'], seen: `/plenigo/${name}`, how: 'all' },
    'is a pattern with a prefix that is named': {
      path: '/api/plenigo',
      at: ['/api', '/plenigo/*path'],
      seen: `/api/plenigo/${name}`,
    },
    'is a pattern behind a proxy that takes a prefix away': {
      path: '/api/plenigo',
      at: ['/', '/plenigo/*path'],
      seen: `/plenigo/${name}`,
    },
    'has a prefix that a proxy takes away': { path: '/shop/plenigo', at: ['/', '/plenigo'], seen: `/plenigo/${name}` },
  };
  for (const [what, mounted] of Object.entries(right)) {
    it(`works where it ${what}`, async () => {
      const { loads, warnings } = await mount(mounted);
      expect({ loads, warnings }).to.deep.equal({ loads: true, warnings: [] });
    });
  }

  const wrong: Record<string, Mounted & { says: string }> = {
    'lies in a nested router that is not named': {
      at: ['/shop', '/plenigo'],
      seen: `/shop/plenigo/${name}`,
      says: '/shop/plenigo',
    },
    'is another than the named one': {
      path: '/pay',
      at: ['/', '/plenigo'],
      seen: `/plenigo/${name}`,
      says: '/plenigo',
    },
    'is a pattern with a prefix that is not named': {
      at: ['/api', '/plenigo/*path'],
      seen: `/api/plenigo/${name}`,
      says: '/api/plenigo',
    },
    'is not given in a nested router': { at: ['/shop', '/'], seen: '/shop/article', says: '/shop' },
  };
  for (const [what, { says, ...mounted }] of Object.entries(wrong)) {
    it(`is told to the site once where it ${what}`, async () => {
      const { warnings, again } = await mount(mounted);
      await again();
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.include(`reached at ${says}, but pages look for it at ${mounted.path ?? '/plenigo'}:`);
    });
  }

  it('leaves the site its own pages, such as a checkout, with one of its own or without', async () => {
    for (const inner of ['/', '/plenigo']) {
      const { server, warnings } = await mount({ at: ['/', inner], seen: '/' });
      const others = ['/checkout', `/${name}`, '/plenigo', '/plenigoes/checkout', '/plenigo/checkout/more'];
      for (const path of [...others, '/plenigo/', '/plenigo/checkout/']) {
        expect((await request(server).post(path)).text, path).to.equal('the site’s own');
      }
      expect(warnings).to.deep.equal([]);
    }
  });
});
