// The package's types fit those of its neighbours: helmet, Keyv, node-fetch, undici, pino's shape.
import express from 'express';
import { createPlenigo } from 'express-plenigo';
import { undiciFetch } from 'express-plenigo/undici';
import helmet from 'helmet';
import Keyv from 'keyv';
import fetch from 'node-fetch';
import { Agent } from 'undici';

const plenigo = createPlenigo({ companyId: 'company', secret: 'secret', store: new Keyv(), fetch });
const app = express();
export const busy = createPlenigo({
  companyId: 'company',
  secret: 'secret',
  fetch: undiciFetch({ dispatcher: new Agent({ connections: 20 }) }),
});
app.use(helmet({ contentSecurityPolicy: { directives: plenigo.cspDirectives() } }));
app.use('/plenigo', plenigo.router());
app.post('/login', plenigo.register(), plenigo.requireAccess('ARCHIVE'), (_req, res) => res.redirect('/'));
