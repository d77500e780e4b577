// One contender's site: Express, express-session, the contender's middlewares, the page.
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import express from 'express';
import session from 'express-session';
import { listen, serve } from '../../serve.mjs';
import { contenders } from './contenders.mjs';

const sentence = 'The council voted on Tuesday evening, after nine hours of debate, to rebuild the old harbour. ';
const text = sentence.repeat(12);

/** The article's page: `buy` is the button or what stands in its place, `script` what the page loads for it. */
const renderArticle = ({ script, buy }) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The harbour will be rebuilt</title><link rel="stylesheet" href="/site.css">
${script}
</head>
<body><article><h1>The harbour will be rebuilt</h1><p>${text}</p>
${buy}
</article></body>
</html>
`;

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
  { origin: `http://127.0.0.1:${await listen(server)}` },
  {
    start() {
      cpu = process.cpuUsage();
      delay.reset();
      delay.enable();
    },

    countCalls: () => contender.countCalls(),

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
