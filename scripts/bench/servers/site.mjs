// One contender's site: Express, express-session, the contender's middlewares, the page.
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import express from 'express';
import session from 'express-session';
import { contenders } from './contenders.mjs';
import { renderArticle } from './page.mjs';
import { listen, serve } from './ready.mjs';

const [name, apiUrl] = process.argv.slice(2);
const contender = contenders[name]({ apiUrl, userOf: (req) => req.session.user });

const app = express();
app.use(session({ secret: 'bench', resave: false, saveUninitialized: false }));
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
const port = await listen(createServer(app));
serve(
  { port },
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
  },
);
