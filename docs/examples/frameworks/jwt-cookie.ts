/** A login that keeps a JWT in a cookie: no session, no store. */

import cookieParser from 'cookie-parser';
import express from 'express';
import { createPlenigo } from 'express-plenigo';
import jwt from 'jsonwebtoken';
import { checkPassword, options } from './site.js';

const { SESSION_SECRET = '' } = process.env;
/** Lax keeps it from the forms of other sites. */
const cookie = { httpOnly: true, sameSite: 'lax', secure: process.env.NODE_ENV === 'production' } as const;

const plenigo = createPlenigo({
  ...options,
  user(req) {
    try {
      const claims = jwt.verify(req.cookies.login, SESSION_SECRET, { algorithms: ['HS256'] });
      return typeof claims === 'string' ? undefined : { id: claims.sub ?? '', email: claims.email };
    } catch {
      return undefined; // no token, or none that is good any more
    }
  },
});

export const app = express();
app.use(cookieParser());
app.use('/plenigo', plenigo.router());
app.post('/login', express.urlencoded({ extended: false }), async (req, res) => {
  const reader = await checkPassword(req.body.username, req.body.password);
  if (reader === undefined) {
    res.sendStatus(401);
    return;
  }
  const token = jwt.sign({ email: reader.email }, SESSION_SECRET, { subject: reader.id, expiresIn: '30d' });
  res.cookie('login', token, { ...cookie, maxAge: 30 * 86_400_000 }).redirect('/article');
});
app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => {
  res.json({ status: res.locals.plenigo?.status });
});
