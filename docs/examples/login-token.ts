/** A login that gives the reader a token (JWT), without a session. */

import express from 'express';
import { createPlenigo, type SiteUser } from 'express-plenigo';

declare function checkPassword(name: string, password: string): Promise<SiteUser | undefined>;
/** With jose, jsonwebtoken or your identity provider's own library; the e-mail and whether it is verified are claims. */
declare function signToken(user: SiteUser): Promise<string>;
declare function readerOfToken(token: string): Promise<SiteUser | undefined>;

const { PLENIGO_COMPANY_ID: companyId = '', PLENIGO_SECRET: secret = '' } = process.env;
const plenigo = createPlenigo({
  companyId,
  secret,
  user: (req) => {
    const token = /^Bearer (\S+)$/.exec(req.get('authorization') ?? '')?.[1];
    return token === undefined ? undefined : readerOfToken(token);
  },
});

export const app = express();
app.use(express.urlencoded({ extended: false }));
app.post('/login', (req, res, next) => {
  checkPassword(req.body.username, req.body.password).then(async (user) => {
    if (user === undefined) res.sendStatus(401);
    else res.json({ token: await signToken(user) });
  }, next);
});
app.get('/api/article', plenigo.requireAccess('ARTICLE-1'), (_req, res) => {
  res.json({ text: 'The whole text.' });
});
