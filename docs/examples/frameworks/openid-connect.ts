/** express-openid-connect (Auth0, Keycloak and any other provider): the claims have all that is needed. */

import express from 'express';
import { auth } from 'express-openid-connect';
import { createPlenigo } from 'express-plenigo';
import { fromProfile } from 'express-plenigo/passport';
import { options } from './site.js';

const { ISSUER = '', CLIENT_ID = '', SESSION_SECRET = '' } = process.env;
const plenigo = createPlenigo({ ...options, user: ({ oidc }) => fromProfile(oidc.user), loginUrl: '/login' });

export const app = express();
app.use(
  auth({
    authRequired: false,
    issuerBaseURL: ISSUER,
    clientID: CLIENT_ID,
    baseURL: options.baseUrl,
    secret: SESSION_SECRET,
    // The e-mail is no claim of `openid` alone.
    authorizationParams: { scope: 'openid profile email' },
  }),
);
app.use('/plenigo', plenigo.router());
app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => {
  res.json({ status: res.locals.plenigo?.status });
});
