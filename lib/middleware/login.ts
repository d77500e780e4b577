/** Registers users at their login, so that their first article page already knows the customer. */

import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Request, RequestHandler } from 'express';
import { refuse } from '../base/check.js';
import type { Site } from '../visit/site.js';
import { visitOf } from '../visit/visit.js';
import { asMiddleware } from './handler.js';

/** `register()`: neither a fault at plenigo nor a slow answer stops a login, because the next page tries again. */
export function register(site: Site): RequestHandler {
  return asMiddleware(async ({ req }) => {
    await visitOf(site, req, 'anew').register();
    return 'next';
  });
}

/** What `passport.serializeUser` takes. Passport counts the parameters: only with all three does it hand over the request. */
export type LoginSerializer = (req: IncomingMessage, user: unknown, done: (pass: 'pass') => void) => void;

/** `onLogin()`: whatever happens, the login goes on. @throws PlenigoArgumentError if it is handed to Passport uncalled. */
export function onLogin(site: Site, args: readonly unknown[]): LoginSerializer {
  const complaint = 'plenigo.onLogin got a user: hand over what plenigo.onLogin() returns';
  if (args.length > 0) refuse({ code: 'invalid-argument' }, complaint);
  const { reporter, timeout } = site.config;
  site.onLogin = 'made';
  return (req, _user, done) => {
    site.onLogin = 'ran';
    const register = async () => visitOf(site, req as Request, 'anew').register({ savesSession: true });
    const registering = register().catch(() =>
      reporter.error({}, 'the option user failed at a login, which went on without plenigo'),
    );
    // The site's own function may hang as well as plenigo, so the login waits for neither.
    Promise.race([registering, pause(timeout / 4, undefined, { ref: false })]).then(() => done('pass'));
  };
}
