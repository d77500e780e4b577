/** A login by Passport with cookie-session, which lacks what Passport 0.6 and later calls. */

import cookieSession from 'cookie-session';
import express from 'express';
import { createPlenigo } from 'express-plenigo';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';

declare function checkPassword(name: string, password: string): Promise<{ id: string; email: string } | undefined>;

const { PLENIGO_COMPANY_ID: companyId = '', PLENIGO_SECRET: secret = '', SESSION_SECRET = '' } = process.env;
const plenigo = createPlenigo({ companyId, secret });

passport.use(
  new LocalStrategy((name, password, done) => {
    checkPassword(name, password).then((reader) => done(null, reader ?? false), done);
  }),
);
passport.serializeUser(plenigo.onLogin());
passport.serializeUser((reader, done) => done(null, reader));
passport.deserializeUser((reader: Express.User, done) => done(null, reader));

export const app = express();
app.use(cookieSession({ keys: [SESSION_SECRET] }));
app.use((req, _res, next) => {
  const goOn = (done: () => void) => done();
  for (const name of ['regenerate', 'save']) {
    Object.defineProperty(req.session ?? {}, name, { value: goOn, configurable: true });
  }
  next();
});
app.use(passport.session());
app.use(express.urlencoded({ extended: false }));
app.post('/login', passport.authenticate('local', { successRedirect: '/article', failureRedirect: '/login' }));
app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => {
  res.json({ status: res.locals.plenigo?.status });
});
