/** The site behind the edge: articles as `docs/examples/edge.ts` serves them, each of which takes so many ms to render. */

import { createServer } from 'node:http';
import express from 'express';
import { createPlenigo, type PlenigoOptions } from 'express-plenigo';
import session from 'express-session';
import { serveArticles } from '../../docs/examples/edge.js';
import { EDGE_SECRET } from '../../test/edge/edges.js';
import { listen, serve } from '../serve.mjs';

declare module 'express-session' {
  interface SessionData {
    reader?: string;
  }
}

const [options = '{}', renderingTime = '0'] = process.argv.slice(2);
// In production express-session warns of its MemoryStore at every start, and says nothing else.
console.warn = () => {};
const app = express();
app.use(session({ secret: 'edge', resave: false, saveUninitialized: false }));
app.post('/login/:reader', (req, res) => {
  req.session.reader = req.params.reader;
  res.send('welcome');
});
app.use('/article', (_req, _res, next) => {
  const end = performance.now() + Number(renderingTime);
  while (performance.now() < end);
  next();
});
const user = ({ session: { reader } }: express.Request) => reader && { id: reader, email: `${reader}@news.example` };
serveArticles(
  app,
  createPlenigo({ ...(JSON.parse(options) as PlenigoOptions), user: (req) => user(req) || undefined }),
  EDGE_SECRET,
);
const server = createServer(app);
server.keepAliveTimeout = 600_000;
serve({ port: await listen(server) });
