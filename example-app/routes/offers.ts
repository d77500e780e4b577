// The offers page: what there is to buy, side by side, and which of it the reader has.
import { type Request, Router } from 'express';
import { PlenigoError } from 'express-plenigo';
import { readerOf } from '../auth.js';
import { inLanguageOf } from '../language.js';
import type { Owned, Shop } from '../plenigo.js';
import { passes } from '../products.js';

export function offerRoutes(plenigo: Shop): Router {
  const router = Router();

  // One of them bought must not hide the others, so checkout() does not ask; with click mode it makes no call at all. What
  // the reader has is asked for below: all of it, in one call.
  router.get('/offers', plenigo.checkout(passes, { checkAccess: false, mode: 'click' }), async (req, res) => {
    const owned = res.locals.plenigo?.status === 'ready' ? await ownedBy(req) : new Map();
    // Nothing is sold to somebody who may have it already.
    res.render('offers', {
      passes: passes.map((pass) => inLanguageOf(req, pass)),
      owned,
      status: owned ? res.locals.plenigo?.status : 'unavailable',
    });
  });

  /** Undefined: plenigo does not say. */
  async function ownedBy(req: Request): Promise<Owned | undefined> {
    const ids = passes.map(({ product }) => product.id);
    try {
      return await plenigo.ownedBy(readerOf(req)?.id ?? '', ids);
    } catch (error) {
      if (!(error instanceof PlenigoError)) throw error;
      return undefined;
    }
  }

  return router;
}
