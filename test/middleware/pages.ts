// Pages behind any middlewares, which show as JSON what their template gets; opened as a browser does, or as the crowd's.
import type { RequestHandler } from 'express';
import request from 'supertest';
import { ada, as, type Express, type World } from './world.js';

/** Everything a template can see, the buttons rendered. */
const show: RequestHandler = (_req, res) => {
  const { plenigo } = res.locals;
  const offers = plenigo?.offers.map((offer) => ({ ...offer, button: offer.buyButton('Buy') }));
  res.json({ ...plenigo, offers, button: plenigo?.buyButton('Buy') });
};

export interface Visitor {
  /** Default: Ada. `null`: nobody is logged in. */
  readonly user?: object | null;
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
  /** Default: GET. */
  readonly method?: 'get' | 'head' | 'post';
}

/** Says that the reader has clicked on a buy button within the last hour; set by the browser script. */
export const BUYING = 'plenigo_buying=1';

/** Serves each of them; the answer opens one. */
export async function servePages(
  makeApp: () => ReturnType<Express>,
  world: World,
  pages: Record<string, RequestHandler | RequestHandler[]>,
) {
  const app = makeApp();
  // Express's own error page, without a copy of it on stderr.
  app.set('env', 'test');
  for (const [path, handlers] of Object.entries(pages)) app.get(path, ...[handlers].flat(), show);
  const server = await world.serve(app);
  return (path: string, { user = ada, cookie, headers = {}, method = 'get' }: Visitor = {}) => {
    const all = { ...headers, ...(user && as(user)), ...(cookie !== undefined && { cookie }) };
    return request(server)[method](path).set(all);
  };
}

/** A customer of plenigo who has bought these. */
export function addBuyer({ sandbox }: World, ids: readonly string[], user: { id: string; email: string } = ada) {
  if (!sandbox.find({ externalUserId: user.id })) {
    sandbox.addCustomer({ email: user.email, externalUserId: user.id });
  }
  for (const id of ids) sandbox.buy({ externalUserId: user.id }, id);
}

/** The products of which each page asked plenigo, page for page; what else was asked is left out. */
export const questions = ({ api, sandbox }: World): string[][] =>
  sandbox.requests
    .splice(0)
    .filter(({ call }) => call === api.calls.access)
    .map(({ url }) =>
      ([...new URL(url, sandbox.url).searchParams.values()][api.name === 'v2' ? 1 : 0] ?? '').split(','),
    );
