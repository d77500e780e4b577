// Sign up, log in, log out.
import { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { readerOf, type SitePassport } from '../auth.js';
import { emailProblem, type FieldErrors, field, flash } from '../forms.js';
import { textsFor } from '../language.js';
import { safePath } from '../safe-path.js';
import { EmailTakenError } from '../users.js';
import { type Confirming, sendLink } from './confirmation.js';

const MIN_PASSWORD = 8;

export function sessionRoutes(auth: SitePassport, site: Confirming): Router {
  const { plenigo } = site;
  const router = Router();

  router.get('/login', (req, res) => {
    // Whoever asks for a page of subscribers is sent here by plenigo.requireAccess(), with that page's address.
    const returnTo = safePath(req.query.returnTo);
    readerOf(req) ? res.redirect(returnTo) : res.render('login', { returnTo });
  });

  // register() makes sure that plenigo knows the reader, so that the first article page is already fast. It never keeps
  // anybody from logging in: what fails here is tried again on that page.
  // A real site also limits how often one may try, for example with express-rate-limit.
  router.post(
    '/login',
    auth.authenticate('local', { failWithError: true }),
    plenigo.register(),
    backToArticle,
    showLoginAgain,
  );

  router.get('/signup', (req, res) => {
    const returnTo = safePath(req.query.returnTo);
    readerOf(req) ? res.redirect(returnTo) : res.render('signup', { returnTo, minPassword: MIN_PASSWORD });
  });

  router.post('/signup', signUp(site), plenigo.register(), backToArticle);

  router.post('/logout', (req, res, next) => {
    // Passport destroys the session, and with it everything that was known of this reader.
    req.logout((error) => {
      if (error) return next(error);
      flash(req, textsFor(req).loggedOut);
      res.redirect('/');
    });
  });

  return router;
}

/** To where the reader came from. Passport has begun a new session by now, so the path travels in the form. */
const backToArticle: RequestHandler = (req, res) => {
  const { welcome, linkIsThere } = textsFor(req);
  const greeting = welcome(readerOf(req)?.firstName ?? '');
  flash(req, req.path === '/signup' ? `${greeting} ${linkIsThere}` : greeting);
  res.redirect(safePath(field(req, 'returnTo')));
};

/** Passport answers an unknown reader with 401 and a missing field with 400: both see the form again. */
const showLoginAgain: ErrorRequestHandler = (error, req, res, next) => {
  if (error.name !== 'AuthenticationError') return next(error);
  res.status(error.status).render('login', {
    returnTo: safePath(field(req, 'returnTo')),
    values: { email: field(req, 'email') },
    errors: { email: textsFor(req).wrongLogin } satisfies FieldErrors,
  });
};

/** Makes the reader and logs them in, or shows the form again with what is to be corrected. */
function signUp(site: Confirming): RequestHandler {
  return async (req, res, next) => {
    const t = textsFor(req);
    const password = field(req, 'password');
    const values = {
      email: field(req, 'email').trim(),
      firstName: field(req, 'firstName').trim().slice(0, 100),
      lastName: field(req, 'lastName').trim().slice(0, 100),
    };
    const errors: FieldErrors = {};
    const problem = emailProblem(values.email, t);
    if (problem) errors.email = problem;
    if (password.length < MIN_PASSWORD) errors.password = t.shortPassword(MIN_PASSWORD);

    if (Object.keys(errors).length === 0) {
      try {
        const reader = await site.users.add({ ...values, password });
        sendLink(site, reader, req);
        return req.login(reader, next);
      } catch (error) {
        if (!(error instanceof EmailTakenError)) throw error;
        errors.email = t.accountExists;
      }
    }
    res.status(422).render('signup', {
      returnTo: safePath(field(req, 'returnTo')),
      minPassword: MIN_PASSWORD,
      values,
      errors,
    });
  };
}
