/** The real nginx and Varnish before a site, with the configurations of `docs/examples` as they stand there. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { exampleText } from '../docs/markdown.js';

/** It stands in both configurations. */
export const EDGE_SECRET = 'A-LONG-RANDOM-STRING';

export type Edge = Awaited<ReturnType<typeof startEdge>>;

type Init = { readonly headers?: Record<string, string>; readonly method?: string; readonly body?: string };

/** How each of them is started in a folder of its own. */
const kinds = {
  nginx: {
    args: (folder: string) => ['-p', folder, '-c', 'edge', '-e', 'stderr'],
    isReady: /start worker process /,
    configure: (config: string, folder: string) =>
      `daemon off; pid ${folder}/pid; error_log stderr notice; events {} http { access_log off;
       ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
       ${replace(replace(config, 'listen 80;', `listen unix:${folder}/socket;`), '/var/cache/nginx/news', `${folder}/news`)} }`,
  },
  varnishd: {
    // Its jail needs a user of its own.
    args: (folder: string) => ['-F', '-j', 'none', '-n', folder, '-a', `${folder}/socket`, '-f', `${folder}/edge`],
    isReady: /said Child starts/,
    configure: (config: string) => config,
  },
};

function replace(config: string, what: string, by: string): string {
  if (!config.includes(what)) throw new Error(`the configuration does not say ${what}`);
  return config.replace(what, by);
}

/**
 * Starts the edge of this name before the site at this port of 127.0.0.1.
 *
 * @throws Error with what it has said, if it ends before it is ready
 */
export async function startEdge(program: keyof typeof kinds, port: string) {
  const { args, isReady, configure } = kinds[program];
  const documented = exampleText(program === 'nginx' ? 'edge.nginx.conf' : 'edge.vcl');
  const config = documented.replaceAll(/"?3000"?/g, (found) => found.replace('3000', port));
  const folder = await mkdtemp(join(tmpdir(), 'express-plenigo-edge-'));
  // Where root starts nginx, somebody else does its work.
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'edge'), `${configure(config, folder)}\n`);
  const child = spawn(program, args(folder), { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(child, 'spawn');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    if (isReady.test(line)) break;
  }
  if (!isReady.test(said.at(-1) ?? ''))
    throw new Error(`${program} has ended before it was ready:\n${said.join('\n')}`);
  // What it says from here on is of no interest, but must not block it.
  child.stderr.resume();
  // A port would have to be free, and neither of them can say which one it has found.
  const socketPath = join(folder, 'socket');
  return {
    socketPath,

    /** Asks for exactly this path, in one way or another. */
    async open(path: string, { headers = {}, method = 'GET', body }: Init = {}) {
      const sent = request({ socketPath, path, method, headers: { host: 'news.example', ...headers }, agent: false });
      sent.end(body);
      const [answer]: IncomingMessage[] = await once(sent, 'response');
      if (answer === undefined) throw new Error(`${program} has not answered`);
      return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
    },

    async close() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true });
    },
  };
}
