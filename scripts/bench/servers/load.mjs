// The load generator: N keep-alive connections that each ask for a page, wait for all of it, and ask again.
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { serve } from './ready.mjs';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One connection. Sockets and a few lines of parsing instead of node:http: the load generator shares the machine with
 * what it measures, so the less it costs the better. Every answer here has a Content-Length.
 */
function openConnection(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received = Buffer.alloc(0);
  let waiting;
  const settle = (how, value) => {
    const { [how]: done } = waiting ?? {};
    waiting = undefined;
    done?.(value);
  };
  let fault;
  socket.on('error', (error) => {
    fault = error;
  });
  socket.on('close', () => {
    fault ??= new Error('the site closed the connection');
    settle('reject', fault);
  });
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = received.latin1Slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    const body = received.subarray(end + 4);
    received = Buffer.alloc(0);
    settle('resolve', { status: Number(head.slice(9, 12)), head, body });
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (fault !== undefined) return reject(fault);
        waiting = { resolve, reject };
        return socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

const request = (method, path, cookie) =>
  `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/html\r\n${cookie ? `cookie: ${cookie}\r\n` : ''}${
    method === 'POST' ? 'content-length: 0\r\n' : ''
  }\r\n`;

/** The cookie that express-session gives for this session id, with the secret of the bench. */
function sessionCookie(id) {
  const signature = createHmac('sha256', 'bench').update(id).digest('base64').replace(/=+$/, '');
  return `connect.sid=${encodeURIComponent(`s:${id}.${signature}`)}`;
}

/** The page must be the one that this contender is measured for. */
function check({ status, head, body }, expected) {
  if (status !== 200) throw new Error(`the site answered ${head.split('\r\n')[0]}`);
  if (!body.includes(expected)) throw new Error(`the page lacks ${expected}: ${body}`);
}

/** Every connection is a reader of its own: logs in, opens the page once, and is known from then on. */
async function open({ port, path, connections, anonymous, expected }) {
  return Promise.all(
    Array.from({ length: connections }, async (_, number) => {
      const connection = openConnection(port);
      let cookie;
      if (!anonymous) {
        const { head } = await connection.ask(request('POST', `/login/reader-${number}`));
        cookie = /set-cookie: ([^;]+)/i.exec(head)[1];
      }
      const page = request('GET', path, cookie);
      check(await connection.ask(page), expected);
      return { connection, page };
    }),
  );
}

const opened = new Map();

serve(
  {},
  {
    async prepare({ name, ...plan }) {
      opened.set(name, { ...plan, readers: await open(plan) });
    },

    /** Asks for `duration` ms; answers pages a second and every latency in ms. */
    async run({ name, duration }) {
      const { readers, expected } = opened.get(name);
      const latencies = [];
      const started = performance.now();
      const until = started + duration;
      await Promise.all(
        readers.map(async ({ connection, page }) => {
          for (let before = performance.now(); before < until; ) {
            const answer = await connection.ask(page);
            const after = performance.now();
            latencies.push(after - before);
            if (answer.status !== 200) check(answer, expected);
            before = after;
          }
        }),
      );
      return { pages: latencies.length, seconds: (performance.now() - started) / 1000, latencies };
    },

    /** One page each for the readers numbered `from` to `to`, whose session the site makes up from its id. */
    async walk({ port, path, connections, from, to }) {
      let next = from;
      await Promise.all(
        Array.from({ length: connections }, async () => {
          const connection = openConnection(port);
          while (next < to) {
            const number = next;
            next += 1;
            check(await connection.ask(request('GET', path, sessionCookie(`reader-${number}`))), '<article>');
          }
          connection.close();
        }),
      );
    },

    close({ name }) {
      for (const { connection } of opened.get(name).readers) connection.close();
      opened.delete(name);
    },
  },
);
