// A site with one article behind `checkout()`, for tests of what its template and its error handler get.
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import request from 'supertest';
import type { RouteProducts, RouteSettings } from '../../lib/entries/v2.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { ada, as, type Express, type World } from './world.js';

/** Everything a template can see, as JSON. */
const show: RequestHandler = (_req, res) => {
  res.json({ ...res.locals.plenigo, button: res.locals.plenigo?.buyButton('Buy') });
};

export interface ArticleSite {
  options?: Partial<PlenigoOptions>;
  product?: RouteProducts;
  settings?: RouteSettings | ((req: Request) => RouteSettings | Promise<RouteSettings>);
  before?: RequestHandler[];
  handler?: RequestHandler;
  withRouter?: boolean;
}

/** A function that makes such a site for the Express and the world of a test. */
export function articleSites(express: Express, world: World) {
  return async ({
    options,
    product = 'ARTICLE',
    settings,
    before = [],
    handler = show,
    withRouter,
  }: ArticleSite = {}) => {
    const plenigo = world.plenigo(options);
    const failures: unknown[] = [];
    const app = express();
    for (const each of before) app.use(each);
    if (withRouter) app.use('/plenigo', plenigo.router());
    app.get('/article', plenigo.checkout(product, settings), handler);
    const fail: ErrorRequestHandler = (error, _req, res, _next) => {
      failures.push(error);
      const { plenigo: locals } = res.locals;
      res.status(500).json({ status: locals?.status, scriptTag: locals?.scriptTag });
    };
    app.use(fail);
    const server = await world.serve(app);
    return {
      /** The errors that reached the site's error handler. */
      failures,
      open: (user: object = ada) => request(server).get('/article').set(as(user)),
      head: (user: object = ada) => request(server).head('/article').set(as(user)),
      anonymous: () => request(server).get('/article'),
    };
  };
}

/** The claims of a checkout string, unverified. */
export function claimsOf(paymentData: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(paymentData.split('.')[1] ?? '', 'base64url').toString());
}
