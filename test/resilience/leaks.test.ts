/** What a process held before a thousand pages through every fault, it holds afterwards, and no more. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { expect } from 'chai';
import { faults } from './faults.js';
import type { Holdings } from './leaks-site.js';
import { type Behaviour, RawServer, reply, silence } from './raw-server.js';

const AT_ONCE = 10;
const PATHS = ['v2', 'v3'].flatMap((api) => ['/article', '/archive', '/open'].map((path) => `/${api}${path}`));

/** Each reader meets a fault of their own; the last one meets none. */
const behaviours: readonly Behaviour[] = [
  ...faults.map(({ behave }) => behave),
  (call) => (call.method === 'GET' ? reply(403)(call) : reply(200, { loginToken: 'T1' })(call)),
];

/** Each to the reader whom the path names; by API v3 every other one is found, and meets the fault behind that. */
const toEach: Behaviour = (call) => {
  const [, id, customerId = id] = /reader-(\d+)|accessRights\/(\d+)/.exec(call.path) ?? [];
  const reader = Number(customerId ?? -1);
  const isHealthy = reader === behaviours.length - 1;
  const isLookUp = call.path.includes('customerIdByExternalSystemId');
  const isFine = isLookUp ? isHealthy || reader % 2 === 0 : isHealthy && call.path.includes('hasAccess');
  // Registrations name the reader in the body; they only happen after a fault anyway.
  (isFine ? reply(200, { customerId }) : (behaviours[reader] ?? reply(500)))(call);
};

/** The status of one page, on a connection of its own. */
async function open(url: string): Promise<number> {
  const [response] = await once(get(url, { agent: false }), 'response');
  response.resume();
  await once(response, 'end');
  return response.statusCode;
}

describe('what pages leave behind', function () {
  this.timeout(240_000);
  let plenigo: RawServer;
  let site: ChildProcess;
  let url: string;
  let output = '';

  async function start(timeout: number): Promise<void> {
    output = '';
    plenigo = await RawServer.start();
    plenigo.behave = toEach;
    site = fork(new URL('leaks-site.ts', import.meta.url), [plenigo.url, String(timeout)], {
      execArgv: ['--import=tsx', '--expose-gc'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [site.stdout, site.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const [port] = await once(site, 'message');
    url = `http://127.0.0.1:${port}`;
  }

  afterEach(async () => {
    const ended = once(site, 'exit');
    site.kill();
    await ended;
    await plenigo.stop();
  });

  /** Opens so many pages, some at a time; counts the answers by status. */
  async function openPages(count: number): Promise<Record<string, number>> {
    const statuses: Record<string, number> = {};
    let next = 0;
    const visitor = async () => {
      while (next < count) {
        const page = next;
        next += 1;
        const path = PATHS[Math.floor(page / behaviours.length) % PATHS.length];
        const status = await open(`${url}${path}?reader=reader-${page % behaviours.length}`);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, visitor));
    return statuses;
  }

  async function holdings(): Promise<Holdings> {
    const answer = once(site, 'message');
    site.send('count');
    const [result] = await answer;
    return result;
  }

  it('is seen: all that pages hold while plenigo is silent is counted', async () => {
    // Whoever left a timer behind would hold on to it for all of that.
    await start(600_000);
    await Promise.all(PATHS.map((path) => open(`${url}${path}?reader=reader-${behaviours.length - 1}`)));
    const before = await holdings();
    plenigo.behave = silence;
    const pages = PATHS.map((path) => get(`${url}${path}?reader=ada`, { agent: false }).on('error', () => {}));
    const calls = ['createLoginToken', 'productId=ARCHIVE', 'customerIdByExternalSystemId'];
    await Promise.all(calls.map((call) => plenigo.next(call)));
    const during = await holdings();
    expect(during.resources.Timeout ?? 0).to.be.above(before.resources.Timeout ?? 0);
    for (const kind of ['signals', 'signalListeners', 'running', 'openRequests'] as const) {
      expect(before[kind], kind).to.equal(0);
      expect(during[kind], kind).to.be.above(0);
    }
    for (const page of pages) page.destroy();
  });

  it('is no timer, connection, listener, signal, work or memory after a thousand through every fault', async () => {
    await start(60);
    // The engine itself settles only after some thousand calls.
    await openPages(2000);
    const before = await holdings();
    const statuses = await openPages(1000);
    const after = await holdings();

    expect(Object.keys(statuses)).to.have.members(['200', '402', '503']);
    expect(after.resources).to.deep.equal(before.resources);
    expect(after).to.include({ openRequests: 0, signals: 0, signalListeners: 0, running: 0 });
    // Node keeps half a dozen on an idle connection (none, where none is idle); one left by each call would be hundreds.
    expect(after.socketListeners).to.be.at.most(12);
    // Two calls a page at most, with API v3 one; what is kept alive is bounded by what ran at once.
    expect(after.idleSockets).to.be.at.most(3 * AT_ONCE);
    expect(plenigo.sockets.size).to.be.at.most(3 * AT_ONCE);
    // A page that left one kilobyte behind would make it one megabyte.
    expect(after.heap - before.heap).to.be.lessThan(1_000_000);
    // Warnings of Node, such as too many listeners, and rejections that nobody handled would stand here.
    expect(output).to.equal('');
  });
});
