/** Articles behind nginx or Varnish: the route that it asks who may read, and the page that it keeps in two versions. */
import type { Express, Request, Response } from 'express';
import type { Plenigo } from 'express-plenigo';

/** `edgeSecret` stands in the configuration of the edge, too: who knows it gets every article whole. */
export function serveArticles(app: Express, plenigo: Pick<Plenigo, 'checkout'>, edgeSecret: string): void {
  const sells = plenigo.checkout((req) => `ARTICLE-${req.params.slug}`, { mode: 'click' });

  // Asked with the reader's cookies: 204 for a page that is kept, 403 for one of the reader's own, such as one with a buy
  // button or a free view. Whatever else this answers, the edge shows the teaser.
  app.get('/edge/article/:slug', sells, (_req, res) => {
    const status = res.locals.plenigo?.status;
    const isWhole = status === 'bought' || status === 'free';
    if (isWhole) res.set('X-Plenigo-Access', 'whole');
    res.status(isWhole || status === 'anonymous' ? 204 : 403).end();
  });

  app.get('/article/:slug', sells, (req, res) => {
    // How long the edge keeps it. A page of the reader's own leaves as private all the same.
    res.set('Cache-Control', 'public, max-age=60');
    res.send(mayReadWhole(req, res) ? 'The whole article.' : `The teaser. ${buyButton(res)}`);
  });

  /** The edge says which version it wants; where it says nothing, the reader is here in person. */
  function mayReadWhole(req: Request, res: Response): boolean {
    const version = req.get('X-Plenigo-Access');
    return version === undefined ? res.locals.plenigo?.access === true : version === `whole ${edgeSecret}`;
  }
}

const buyButton = (res: Response) => res.locals.plenigo?.buyButton('Buy this article') ?? '';
