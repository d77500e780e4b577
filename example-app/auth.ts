// The site's own login: Passport with its local strategy over the user store.
import type { Request, RequestHandler } from 'express';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import type { Reader, UserStore } from './users.js';

/** A Passport of this app's own, so that several apps can live in one process, as they do in the tests. */
export function createPassport(users: UserStore) {
  const auth = new passport.Passport();
  auth.use(
    new LocalStrategy({ usernameField: 'email' }, (email, password, done) => {
      users.check(email, password).then((reader) => done(null, reader ?? false), done);
    }),
  );
  // Only the id goes into the session: a changed address is seen on the next request, in every session.
  auth.serializeUser((user, done) => done(null, (user as Reader).id));
  auth.deserializeUser((id: string, done) => done(null, users.get(id) ?? false));
  return auth;
}

/** What `createPassport` makes; Passport's own types have two names for it that do not agree. */
export type SitePassport = ReturnType<typeof createPassport>;

/** Who is logged in. Passport puts the reader on `req.user`, of whose shape its types know nothing. */
export function readerOf(req: Request): Reader | undefined {
  return req.user as Reader | undefined;
}

/** Sends everyone else to the login page, and back afterwards: to the page, that is, for a form that was sent is lost. */
export const requireLogin: RequestHandler = (req, res, next) => {
  if (readerOf(req)) return next();
  const path = req.method === 'GET' ? req.originalUrl : req.baseUrl;
  res.redirect(`/login?returnTo=${encodeURIComponent(path)}`);
};
