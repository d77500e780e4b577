// What `checkout()` does when a function of the site fails, and when plenigo does.
import { expect } from 'chai';
import type { Request, RequestHandler } from 'express';
import type { Plenigo } from '../../lib/entries/v2.js';
import { failure } from '../support/errors.js';
import { onBothExpresses, type SiteSetup, useWorld } from './world.js';

onBothExpresses('checkout()', (express) => {
  const world = useWorld();
  const createSite = (setup: SiteSetup) => world.site({ express, ...setup });

  /** A page that asks for the standing by itself. */
  const load =
    (standing: Plenigo['standing'], { product = 'ARTICLE', settings, handler }: SiteSetup): RequestHandler =>
    async (req, res, next) => {
      try {
        await standing(req, res, product, settings);
        handler?.(req, res, next);
      } catch (error) {
        next(error);
      }
    };

  describe('hands an error of the site to next, once,', () => {
    const error = new Error('a fault of the site');
    const fail = () => {
      throw error;
    };
    const reject = async () => {
      throw error;
    };
    for (const [title, site] of Object.entries<SiteSetup>({
      'when the product throws': { product: fail },
      'when the product rejects': { product: reject },
      'when the settings throw': { settings: fail },
      'when the settings reject': { settings: reject },
      'when options.user throws': { options: { user: fail } },
      'when options.user rejects': { options: { user: reject } },
      'when a field of the user throws': { options: { user: () => Object.create({}, { id: { get: fail } }) } },
      'when options.nonce throws': { options: { nonce: fail } },
      'when the page behind it throws': { handler: fail },
    })) {
      it(title, async () => {
        const { open, failures } = await createSite({
          ...site,
          pages: ({ standing }) => ({ '/loaded': load(standing, site) }),
        });
        for (const path of ['/article', '/loaded']) {
          const { status, body, headers } = await open(path);
          expect({ status, says: body.status }, path).to.deep.equal({
            status: 500,
            says: site.handler ? 'ready' : 'unavailable',
          });
          expect(headers['cache-control']).to.equal('private, no-store');
          expect(failures.splice(0)).to.deep.equal([error]);
        }
        expect(world.errors, 'nothing for onError').to.deep.equal([]);
      });
    }

    it('and lets the error page have the locals', async () => {
      const { open } = await createSite({ product: fail, options: { sdk: 'always' } });
      const { body } = await open();
      expect(body.status).to.equal('unavailable');
      expect(body.scriptTag).to.match(/^<script/);
    });

    it('and lets it have them without the script tags where it is `nonce` that fails', async () => {
      const { open } = await createSite({ options: { nonce: fail } });
      expect((await open()).body).to.include({ status: 'unavailable', scriptTag: '' });
    });

    it('when it is no error at all, also from standing()', async () => {
      const product = async () => Promise.reject();
      const pages = ({ standing }: Plenigo) => ({ '/loaded': load(standing, { product }) });
      const { open, failures, plenigo } = await createSite({ product, pages });
      for (const path of ['/article', '/loaded']) await open(path);
      expect(failures.map((each) => each instanceof Error)).to.deep.equal([true, true]);
      const calledLikeCheckout = await failure(() => Reflect.apply(plenigo.standing, plenigo, ['ARTICLE']));
      expect(calledLikeCheckout).to.include({ code: 'invalid-argument' });
    });

    for (const [title, site] of Object.entries<SiteSetup>({
      'a product': { product: () => ({ id: 'p'.repeat(21) }) },
      settings: { settings: () => ({ targetUrl: 'https://evil.example' }) },
    })) {
      it(`when a function gives wrong ${title}`, async () => {
        const { open, failures } = await createSite(site);
        expect((await open()).status).to.equal(500);
        expect(failures).to.have.length(1);
        expect(failures[0]).to.include({ code: 'invalid-product' });
        expect(world.calls()).to.deep.equal([]);
      });
    }
  });
});

describe('checkout()', () => {
  const world = useWorld();
  const createSite = world.site;

  describe('reports a fault that does not stop the page', () => {
    const down = () => world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });

    for (const [title, onError] of Object.entries({
      throws: () => {
        throw new Error('in onError');
      },
      rejects: async () => {
        throw new Error('in onError');
      },
    })) {
      it(`and survives an onError that ${title}`, async () => {
        const { open, failures } = await createSite({ options: { onError } });
        down();
        const { status, body } = await open();
        expect(status).to.equal(200);
        expect(body).to.include({ status: 'unavailable' });
        expect(failures).to.deep.equal([]);
        expect(world.log).to.deep.equal(['service-unavailable', 'service-unavailable']);
      });
    }

    it('once for each page', async () => {
      const { open } = await createSite();
      down();
      await open();
      expect(world.errors).to.have.length(1);
    });

    it('to onError with the request', async () => {
      const seen: unknown[] = [];
      const onError = (_error: unknown, req: Request) => seen.push(req.path);
      const { open } = await createSite({ options: { onError } });
      down();
      await open();
      expect(seen).to.deep.equal(['/article']);
    });
  });
});
