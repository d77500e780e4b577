/** A login of the site's own, without Passport. */

import express from 'express';
import { createPlenigo } from 'express-plenigo';
import session from 'express-session';

interface Reader {
  id: string;
  email: string;
}
declare module 'express-session' {
  interface SessionData {
    reader: Reader;
  }
}
declare function checkPassword(name: string, password: string): Promise<Reader | undefined>;

const { PLENIGO_COMPANY_ID: companyId = '', PLENIGO_SECRET: secret = '', SESSION_SECRET = '' } = process.env;
const plenigo = createPlenigo({ companyId, secret, user: (req) => req.session.reader });

export const app = express();
app.use(session({ secret: SESSION_SECRET, resave: false, saveUninitialized: false }));
app.use(express.urlencoded({ extended: false }));
app.post(
  '/login',
  (req, res, next) => {
    checkPassword(req.body.username, req.body.password).then((reader) => {
      if (reader === undefined) return res.status(401).send('Wrong name or password.');
      // A new session: whoever knew the old one's id does not get in with it.
      return req.session.regenerate((error) => {
        req.session.reader = reader;
        next(error);
      });
    }, next);
  },
  plenigo.register(),
  (_req, res) => {
    res.redirect('/article');
  },
);
app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => {
  res.json({ status: res.locals.plenigo?.status });
});
