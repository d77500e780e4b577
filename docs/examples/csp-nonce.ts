/** A Content-Security-Policy with a nonce, which all script tags of a page carry. */
import { randomBytes } from 'node:crypto';
import express, { type Response } from 'express';
import { createPlenigo } from 'express-plenigo';
import helmet from 'helmet';

export const app = express();
const plenigo = createPlenigo({
  companyId: 'your company id',
  secret: 'your secret',
  nonce: (_req, res) => res.locals.nonce,
});

app.use((_req, res, next) => {
  res.locals.nonce = randomBytes(16).toString('base64');
  next();
});
const scriptSrc = ["'self'", (_req: unknown, res: unknown) => `'nonce-${(res as Response).locals.nonce}'`];
app.use(helmet({ contentSecurityPolicy: { directives: { ...plenigo.cspDirectives(), scriptSrc } } }));
