/** `npm run bench:edge`: what a subscriber's page costs from the site itself, and behind nginx and Varnish that ask who may read. */

import { parseArgs } from 'node:util';
import { startSandbox } from 'express-plenigo/sandbox';
import { startEdge } from '../../test/edge/edges.js';
import { logIn, sendLoad } from '../bench/load.js';
import { makeTable } from '../bench/report.js';
import { computePercentile } from '../bench/statistics.js';
import { Program } from '../program.js';

/** What a page costs to render, in ms: a template string, and a page that a framework puts together. */
const RENDERING_TIMES = [0, 5];
const CONNECTIONS = 64;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } });
const duration = Number(values.seconds);
const sandbox = await startSandbox();
const rows: string[][] = [];
for (const time of RENDERING_TIMES) {
  const args = [JSON.stringify(sandbox.options), String(time)];
  const env = { NODE_ENV: 'production' };
  const site = await Program.start<{ port: number }>(new URL('site.ts', import.meta.url), {
    args,
    env,
    execArgv: process.execArgv,
  });
  const { port } = site.ready;
  const headers = await logIn(`http://127.0.0.1:${port}`, CONNECTIONS);
  for (const [index] of headers.entries()) {
    const externalUserId = `reader-${index}`;
    if (!sandbox.find({ externalUserId }))
      sandbox.addCustomer({ externalUserId, email: `${externalUserId}@news.example` });
    sandbox.buy({ externalUserId }, 'ARTICLE-1');
  }
  const measure = async (name: string, socketPath?: string) => {
    const target = { url: `http://127.0.0.1:${port}/article/1`, expected: 'The whole article.', headers, socketPath };
    await sendLoad(target, { duration });
    const { rate, latencies } = await sendLoad(target, { duration });
    rows.push([`${time} ms`, name, rate.toFixed(0), computePercentile(latencies, 0.5).toFixed(1)]);
  };
  await measure('the site itself');
  for (const program of ['nginx', 'varnishd'] as const) {
    const edge = await startEdge(program, String(port));
    await measure(`behind ${program === 'nginx' ? 'nginx' : 'Varnish'}`, edge.socketPath);
    await edge.close();
  }
  site.kill();
}
console.log(makeTable(['rendering', 'page', 'pages/s', 'p50 ms'], rows));
await sandbox.close();
