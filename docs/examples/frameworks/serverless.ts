/** A function of AWS Lambda behind an HTTP API. Make plenigo and the app once, outside of the handler. */

import express from 'express';
import { createPlenigo } from 'express-plenigo';
import serverless from 'serverless-http';
import { options, readerOf } from './site.js';

// Between two calls the function is frozen, and so is what was asked beside a page.
const plenigo = createPlenigo({ ...options, user: readerOf, staleWhileRevalidate: 0 });

const app = express();
app.use('/plenigo', plenigo.router());
app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => {
  res.json(res.locals.plenigo);
});

export const handler = serverless(app);
