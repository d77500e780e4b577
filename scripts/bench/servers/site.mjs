// One contender's site: Express, express-session, the contender's middlewares, the page.
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import express from 'express';
import session from 'express-session';
import { listen, serve } from '../../serve.mjs';
import { contenders } from './contenders.mjs';
import { renderArticle } from './page.mjs';

const [name, apiUrl, checkout] = process.argv.slice(2);
const { createPlenigo } = await import(new URL('dist/index.js', checkout));
const { undiciFetch } = await import(new URL('dist/undici/index.js', checkout));
const contender = contenders[name]({ apiUrl, createPlenigo, undiciFetch });

// In production express-session warns of its MemoryStore at every start, and says nothing else.
console.warn = () => {};
const app = express();
app.use(session({ secret: 'bench', resave: false, saveUninitialized: false }));
if (contender.router) app.use('/plenigo', contender.router);
app.post(
  '/login/:id',
  (req, _res, next) => {
    const { id } = req.params;
    req.session.user = { id, email: `${id}@news.example` };
    next();
  },
  contender.afterLogin ?? [],
  (_req, res) => {
    res.send('welcome');
  },
);
app.get('/article', contender.middlewares, (_req, res) => {
  res.send(renderArticle(contender.page(res)));
});

const delay = monitorEventLoopDelay({ resolution: 1 });
let cpu;
const server = createServer(app);
// Connections are kept while other contenders have their turn.
server.keepAliveTimeout = 600_000;
serve(
  { port: await listen(server) },
  {
    start() {
      cpu = process.cpuUsage();
      delay.reset();
      delay.enable();
    },

    /** CPU time in µs, event-loop delay in ms. */
    stop() {
      delay.disable();
      const { user, system } = process.cpuUsage(cpu);
      return { cpu: user + system, delayP99: delay.percentile(99) / 1e6 };
    },

    /** Bytes in use after everything that can go has gone. */
    measureHeap() {
      for (let times = 0; times < 4; times += 1) globalThis.gc();
      return process.memoryUsage().heapUsed;
    },
  },
);
