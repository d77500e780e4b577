/** What registers at a login, so that the first article page already knows the customer. */

import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler } from 'express';
import { argument, refuse } from '../base/check.js';
import type { Site } from '../visit/site.js';
import { visitOf } from '../visit/visit.js';
import { asMiddleware } from './as-middleware.js';

/** A fault at plenigo never stops a login, nor does a slow one: the next page tries again. */
export function register(site: Site): RequestHandler {
  return asMiddleware(async (req, res) => {
    await visitOf(site, { req, res }, 'anew').register();
    return true;
  });
}

/** What `passport.serializeUser` takes. It needs all three parameters: Passport counts them to know who wants the request. */
export type LoginSerializer = (req: IncomingMessage, user: unknown, done: (pass: 'pass') => void) => void;

/** Whatever happens, the login goes on. @throws PlenigoArgumentError in `passport.serializeUser(plenigo.onLogin)`, without the call. */
export function onLogin(site: Site, args: readonly unknown[]): LoginSerializer {
  const name = 'plenigo.onLogin';
  if (args.length > 0) refuse(argument(name), `${name} got a user: hand over what ${name}() returns`);
  site.onLogin = 'made';
  return (req, _user, done) => {
    site.onLogin = 'ran';
    // Express leaves the response there.
    const { res } = req as Request;
    const register = async () =>
      res && visitOf(site, { req: req as Request, res }, 'anew').register({ savesSession: true });
    const registering = register()
      .catch(() => site.config.logger.error({}, 'the option user failed at a login, which went on without plenigo'))
      .catch(() => {});
    // The site's own function may hang as well as plenigo.
    const patience = new Promise<void>((resolve) => setTimeout(resolve, site.config.timeout / 4).unref());
    Promise.race([registering, patience]).then(() => done('pass'));
  };
}
