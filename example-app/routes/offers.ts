// The offers page: what there is to buy, side by side, and which of it the reader has.
import { type Request, Router } from 'express';
import { type Plenigo, PlenigoError } from 'express-plenigo';
import { readerOf } from '../auth.js';
import { inLanguageOf } from '../language.js';
import { passes } from '../products.js';

/** What the reader has of the passes, each with the end of what is paid for; a subscription has one. */
type Owned = ReadonlyMap<string, Date | undefined>;

export function offerRoutes(plenigo: Plenigo): Router {
  const router = Router();

  // One of them bought must not hide the others, so checkout() does not ask; with click mode it makes no call at all. What
  // the reader has is asked for below: all of it, in one call.
  router.get(
    '/offers',
    plenigo.checkout(
      passes.map(({ product }) => product),
      { checkAccess: false, mode: 'click' },
    ),
    async (req, res) => {
      const owned = res.locals.plenigo?.status === 'ready' ? await ownedBy(req) : new Map();
      // Nothing is sold to somebody who may have it already.
      res.render('offers', {
        passes: passes.map((pass) => inLanguageOf(req, pass)),
        owned,
        status: owned ? res.locals.plenigo?.status : 'unavailable',
      });
    },
  );

  /** Undefined: plenigo does not say. */
  async function ownedBy(req: Request): Promise<Owned | undefined> {
    const ids = passes.map(({ product }) => product.id);
    try {
      const bought = await plenigo.client.boughtAmong({ externalUserId: readerOf(req)?.id ?? '' }, ids);
      return new Map(bought.map(({ productId, until }) => [productId, until]));
    } catch (error) {
      if (!(error instanceof PlenigoError)) throw error;
      return undefined;
    }
  }

  return router;
}
