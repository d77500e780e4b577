// A site whose sessions are kept elsewhere: what grows here with the number of readers is this package's.
import { createServer } from 'node:http';
import express from 'express';
import session from 'express-session';
import { createPlenigo } from '../../../dist/index.js';
import { renderArticle } from './page.mjs';
import { listen, serve } from './ready.mjs';

/** Stands for a store in another process: keeps nothing, every session follows from its id. */
class OutsideStore extends session.Store {
  get(id, done) {
    const email = `${id}@news.example`;
    setImmediate(done, null, { cookie: { originalMaxAge: null }, user: { id, email } });
  }
  set(_id, _session, done) {
    setImmediate(done);
  }
  touch(_id, _session, done) {
    setImmediate(done);
  }
}

const [apiUrl] = process.argv.slice(2);
const plenigo = createPlenigo({
  companyId: 'bench',
  secret: 'AMXzF7qJ9y0uuz2IawRIk6ZMLVeYKq9yXh7lURXQ',
  apiUrl,
  user: (req) => req.session.user,
  // Answers stay for the whole run, so that the cache gets as full as it can.
  boughtTtl: 3_600_000,
});

const app = express();
app.use(session({ secret: 'bench', resave: false, saveUninitialized: false, store: new OutsideStore() }));
// Half of the readers have bought it: for these the cache fills, for the others it must not.
app.get('/article', plenigo.checkout('HALF'), (_req, res) => {
  const { checkout, scriptTag } = res.locals.plenigo;
  const buy = checkout ? `<button onclick="${checkout.snippet}">Buy</button>` : '';
  res.send(renderArticle({ script: scriptTag, buy }));
});

const port = await listen(createServer(app));
serve(
  { port },
  {
    /** Bytes in use, after everything that can go has gone. */
    memory() {
      for (let times = 0; times < 4; times += 1) globalThis.gc();
      const { heapUsed, rss } = process.memoryUsage();
      return { heapUsed, rss };
    },
  },
);
