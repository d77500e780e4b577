// A site whose pages each search for the customer of the user in the header `x-user`, and show what came of it.
import { setImmediate } from 'node:timers/promises';
import request from 'supertest';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { as, type Express, type World } from '../middleware/world.js';

/** A site with one article, which shows what the template gets, and a page that only registers. */
export async function startSearchSite(express: Express, world: World, options?: Partial<PlenigoOptions>) {
  const plenigo = world.plenigo(options);
  const app = express();
  app.use('/plenigo', plenigo.router());
  app.get('/article', plenigo.checkout(world.api.product('ARTICLE')), (_req, res) => {
    res.json(res.locals.plenigo);
  });
  app.get('/login', plenigo.register(), (_req, res) => {
    res.json({});
  });
  app.get('/archive', plenigo.requireAccess(world.api.product('ARTICLE')), (_req, res) => {
    res.json(res.locals.plenigo);
  });
  const server = await world.serve(app);
  return {
    plenigo,
    open: async (user: object, path = '/article') => (await request(server).get(path).set(as(user))).body,
  };
}

/** Resolves when this has become true of what goes on beside the pages; a test that has failed by then keeps no process running. */
export async function until(isTrue: () => boolean): Promise<void> {
  const end = process.uptime() + 60;
  while (!isTrue()) {
    if (process.uptime() > end) throw new Error('it has not become true in a minute');
    await setImmediate();
  }
}
