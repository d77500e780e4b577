/** CSRF protection before the router; it needs nothing of this package. */
import { csrfSync } from 'csrf-sync';
import type { Express } from 'express';
import type { Plenigo } from 'express-plenigo';
import session from 'express-session';

export function protect(app: Express, plenigo: Plenigo): void {
  app.use(session({ secret: 'from a safe place', resave: false, saveUninitialized: false }));
  // … your login …
  const { csrfSynchronisedProtection } = csrfSync({
    // Its default looks into the header only: plain forms have the token in the body.
    getTokenFromRequest: (req) => req.headers['x-csrf-token']?.toString() ?? req.body?._csrf,
  });
  app.use(csrfSynchronisedProtection);
  app.use('/plenigo', plenigo.router());
}
