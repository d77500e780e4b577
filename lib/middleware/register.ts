/** `register()`: behind the site's own login, so that the first article page already knows the customer. */

import type { RequestHandler } from 'express';
import { asMiddleware, type Context, knownUser, report, siteUser } from './context.js';

/** A fault at plenigo never stops a login: it is reported, and the next page tries again. */
export function register(context: Context): RequestHandler {
  return asMiddleware(async (req) => {
    const user = await siteUser(context, req);
    if (user === undefined) return true;
    try {
      await context.customers.ensure(req, knownUser(context, user));
    } catch (error) {
      report(context, { error, req });
    }
    return true;
  });
}
