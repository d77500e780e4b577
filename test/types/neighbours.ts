// The package's types fit those of its neighbours: helmet, Keyv, node-fetch, pino's shape.
import express from 'express';
import { createPlenigo } from 'express-plenigo';
import helmet from 'helmet';
import Keyv from 'keyv';
import fetch from 'node-fetch';

const plenigo = createPlenigo({ companyId: 'company', secret: 'secret', store: new Keyv(), fetch });
const app = express();
app.use(helmet({ contentSecurityPolicy: { directives: plenigo.cspDirectives() } }));
app.use('/plenigo', plenigo.router());
app.post('/login', plenigo.register(), plenigo.requireAccess('ARCHIVE'), (_req, res) => {
  res.redirect('/');
});
