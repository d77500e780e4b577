/** A login by Passport, which leads back to the page that the reader came from. */

import express from 'express';
import { createPlenigo } from 'express-plenigo';
import session from 'express-session';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';

declare function checkPassword(name: string, password: string): Promise<{ id: string; email: string } | undefined>;
declare function readerById(id: string): Promise<{ id: string; email: string } | undefined>;

const { PLENIGO_COMPANY_ID: companyId = '', PLENIGO_SECRET: secret = '', SESSION_SECRET = '' } = process.env;
const plenigo = createPlenigo({ companyId, secret, loginUrl: '/login' });

passport.use(
  new LocalStrategy((name, password, done) => {
    checkPassword(name, password).then((reader) => done(null, reader ?? false), done);
  }),
);
passport.serializeUser(plenigo.onLogin()); // first: it registers, and hands on
passport.serializeUser((reader, done) => done(null, (reader as { id: string }).id));
passport.deserializeUser((id: string, done) => {
  readerById(id).then((reader) => done(null, reader ?? false), done);
});

/** The path if it leads to a page of this site, else the front page: `//evil.example` does not. */
function localPath(path: unknown): string {
  const here = 'http://site.invalid';
  const url = URL.canParse(String(path), here) ? new URL(String(path), here) : undefined;
  return url?.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}

export const app = express();
app.use(session({ secret: SESSION_SECRET, resave: false, saveUninitialized: false }));
app.use(passport.session());
app.use(express.urlencoded({ extended: false }));
app.get('/login', (req, res) => {
  const action = `/login?returnTo=${encodeURIComponent(localPath(req.query.returnTo))}`;
  res.send(
    `<form method="post" action="${action}"><input name="username"><input name="password" type="password"><button>Log in</button></form>`,
  );
});
app.post('/login', passport.authenticate('local', { failureRedirect: '/login' }), (req, res) => {
  res.redirect(localPath(req.query.returnTo));
});
app.get('/archive', plenigo.requireAccess('ARCHIVE'), (_req, res) => {
  res.send('The archive.');
});
