// The Harbour Courier: puts the parts of the site together. The tests and main.ts both start it from here.
import csurf from 'csurf';
import express, { type Express } from 'express';
import session from 'express-session';
import helmet from 'helmet';
import { createPassport, readerOf } from './auth.js';
import { createConfirmations, type Mail } from './confirmations.js';
import { takeFlash } from './forms.js';
import { languageOf, textsFor } from './language.js';
import { connect, type Options } from './plenigo.js';
import { accountRoutes } from './routes/account.js';
import { confirmationRoutes } from './routes/confirmation.js';
import { notFound, showError } from './routes/errors.js';
import { newsRoutes } from './routes/news.js';
import { offerRoutes } from './routes/offers.js';
import { sessionRoutes } from './routes/session.js';
import { voucherRoutes } from './routes/voucher.js';
import type { UserStore } from './users.js';

export interface SiteOptions {
  /** Which plenigo to talk to, and the origin of this site. */
  plenigo: Options;
  /** Signs the session cookie. Keep it out of the source, and the same on every server of the site. */
  sessionSecret: string;
  users: UserStore;
  /** Default: mails are lost, as in tests that need none. */
  sendMail?: (mail: Mail) => void;
}

export function createApp({ plenigo: options, sessionSecret, users, sendMail = () => {} }: SiteOptions): Express {
  const app = express();
  const plenigo = connect({
    ...options,
    // What plenigo shows is in the language of the page.
    user: (req) => {
      const reader = readerOf(req);
      return reader && { ...reader, language: languageOf(req) };
    },
  });
  const auth = createPassport(users);
  const { baseUrl } = options;
  const https = baseUrl.startsWith('https:');
  const site = { users, plenigo, confirmations: createConfirmations(sessionSecret), sendMail, baseUrl };

  app.set('views', `${import.meta.dirname}/views`);
  app.set('view engine', 'ejs');
  // A proxy in front of the site ends TLS, and says so in a header that is believed only from this machine.
  app.set('trust proxy', 'loopback');

  app.use(
    helmet({
      contentSecurityPolicy: {
        // Helmet's defaults, and only so much more as the checkout needs.
        // On a plain http address, as on a developer's machine, Safari would look for the style sheet under https.
        directives: { ...plenigo.cspDirectives(), ...(https ? {} : { upgradeInsecureRequests: null }) },
      },
    }),
  );
  app.use(express.static(`${import.meta.dirname}/public`, { maxAge: '1h' }));

  app.use(
    session({
      secret: sessionSecret,
      saveUninitialized: false,
      resave: false,
      cookie: { httpOnly: true, sameSite: 'lax', secure: https },
      // No `store`: the built-in MemoryStore is for one process on a developer's machine. A real site has its own.
    }),
  );
  app.use(auth.session());

  app.use((req, res, next) => {
    // Pages differ from reader to reader, and a paid article must not come back from a cache after the logout.
    res.set('Cache-Control', 'private, no-store');
    res.vary('Accept-Language');
    res.locals.t = textsFor(req);
    res.locals.reader = readerOf(req);
    res.locals.path = req.originalUrl;
    // Functions: only a page with a form needs a token, and only a page that is rendered may use up the message.
    res.locals.csrfToken = () => req.csrfToken();
    res.locals.takeFlash = () => takeFlash(req);
    next();
  });
  app.use(express.urlencoded({ extended: false }));
  app.use(csurf());

  // Behind session, login and CSRF protection, all of which it relies on.
  app.use('/plenigo', plenigo.router());

  app.use(newsRoutes(plenigo, baseUrl));
  app.use(offerRoutes(plenigo));
  app.use(voucherRoutes(plenigo));
  app.use(sessionRoutes(auth, site));
  app.use(accountRoutes(site));
  app.use(confirmationRoutes(site));
  app.get('/service', (_req, res) => res.render('service'));
  app.use(notFound);
  app.use(showError);
  return app;
}
