/** An API whose readers log in by a bearer token, for pages of another origin. */

import express from 'express';
import { createPlenigo } from 'express-plenigo';
import jwt from 'jsonwebtoken';
import { checkPassword, findArticle, options } from './site.js';

const { SESSION_SECRET = '', APP_ORIGIN = '' } = process.env;
const plenigo = createPlenigo({
  ...options,
  appOrigins: [APP_ORIGIN],
  mode: 'click', // the click brings the token along, and no answer of the API holds one of plenigo's
  user(req) {
    const token = /^Bearer (\S+)$/.exec(req.get('authorization') ?? '')?.[1] ?? '';
    try {
      const claims = jwt.verify(token, SESSION_SECRET, { algorithms: ['HS256'] });
      return typeof claims === 'string' ? undefined : { id: claims.sub ?? '', email: claims.email };
    } catch {
      return undefined;
    }
  },
});

export const app = express();
// The router answers for itself, so it stands before the site's own CORS.
app.use('/plenigo', plenigo.router());
app.use((req, res, next) => {
  res.vary('Origin').set('Access-Control-Allow-Origin', APP_ORIGIN);
  res.set('Access-Control-Allow-Headers', 'authorization, content-type');
  if (req.method === 'OPTIONS') res.sendStatus(204);
  else next();
});
app.post('/login', express.json(), async (req, res) => {
  const reader = await checkPassword(req.body.username, req.body.password);
  if (reader === undefined) res.sendStatus(401);
  else res.json({ token: jwt.sign({ email: reader.email }, SESSION_SECRET, { subject: reader.id, expiresIn: '1h' }) });
});
app.get('/article/:slug', async (req, res, next) => {
  const article = await findArticle(req.params.slug);
  if (article === undefined) return next();
  const standing = await plenigo.standing(req, res, article.product);
  return res.json({ text: standing.access ? article.text : article.begins, plenigo: standing });
});
