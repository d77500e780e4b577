/** The locals that `checkout()` makes of one sample, with a plenigo that hands out the sample's token. */

import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Response as ExpressResponse, Request } from 'express';
import {
  createPlenigo,
  type Fetch,
  type PlenigoLocals,
  type PlenigoOptions,
  type ReadyLocals,
} from '../../lib/index.js';
import { silentLogger } from '../support/calls.js';
import { present } from '../support/present.js';
import { type Sample, SITE } from './values.js';

/** Nothing is bought, every customer is known, and the token is this one. */
const answering =
  (loginToken: string): Fetch =>
  async (url) => {
    const isToken = url.includes('createLoginToken');
    return isToken ? Response.json({ loginToken }) : Response.json({ error: 'not bought' }, { status: 403 });
  };

export function plenigoFor({ loginToken, user, mode }: Sample, options: Partial<PlenigoOptions> = {}) {
  return createPlenigo({
    companyId: 'COMPANY',
    secret: 'for the test',
    baseUrl: SITE,
    user: () => user,
    mode,
    fetch: answering(loginToken),
    logger: silentLogger,
    ...options,
  });
}

/** A request and its response outside of any server. */
export function exchange(headers: Record<string, string> = {}): { req: Request; res: ExpressResponse } {
  const req = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: '/', headers });
  const res = Object.assign(new ServerResponse(req), { locals: {} });
  return { req: req as unknown as Request, res: res as unknown as ExpressResponse };
}

/** Rejects with what the middleware hands to `next`. */
export async function localsOf(
  sample: Sample,
  { options, headers }: { options?: Partial<PlenigoOptions>; headers?: Record<string, string> } = {},
): Promise<PlenigoLocals> {
  const plenigo = plenigoFor(sample, options);
  plenigo.router();
  const middleware = plenigo.checkout(sample.product, () => sample.settings);
  const { req, res } = exchange(headers);
  await new Promise<void>((resolve, reject) => {
    middleware(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return present(res.locals.plenigo);
}

export function expectReady(locals: PlenigoLocals): ReadyLocals {
  if (locals.status !== 'ready') throw new Error(`the page is ${locals.status}`);
  return locals;
}
