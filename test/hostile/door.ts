/** What the attacks of this folder share: what a small site is made with, its servers, its log, and a clock that a test turns. */

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Request } from 'express';
import type { SiteUser } from '../../lib/index.js';

/** In ms. */
export const MINUTE = 60_000;

/** What a browser sends along with a click of our script in a page of the site. */
export const CLICK = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

/** The log of a site, line by line as an operator would see it. */
export function createLog() {
  const lines: string[] = [];
  const write = (fields: object, message: string) => void lines.push(`${JSON.stringify(fields)} ${message}`);
  return { lines, logger: { debug() {}, info: write, warn: write, error: write } };
}

/** The header of a request names its reader, whose e-mail address the site has verified. */
export function findReader(req: Request): SiteUser | undefined {
  const id = req.get('reader');
  return id === undefined ? undefined : { id, email: `${id}@news.example`, emailVerified: true };
}

/** Options of every site; plenigo has all the time that a busy machine needs. */
export const SITE = {
  baseUrl: 'https://news.example',
  timeout: 15_000,
  logger: createLog().logger,
  user: findReader,
};

/** What the first button of a page is sold by. */
export function readOffer(html: string): string {
  const [, offer] = /data-plenigo-checkout="([^"]+)"/.exec(html) ?? [];
  if (offer === undefined) throw new Error(`no buy button in ${html.slice(0, 500)}`);
  return offer;
}

/** Inside a `describe`: starts servers that end with the test; gives the address of each. */
export function useServers(): (listener: RequestListener) => Promise<string> {
  let servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  return async (listener) => {
    const server = createServer(listener);
    servers = [...servers, server];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
}

/** Inside a `describe`: lets so many ms pass at once, for every clock that this process has. */
export function useClock(): (milliseconds: number) => void {
  const { date, sinceStart } = { date: Date.now, sinceStart: performance.now };
  let passed = 0;
  beforeEach(() => {
    passed = 0;
    Date.now = () => date() + passed;
    performance.now = () => sinceStart.call(performance) + passed;
  });
  afterEach(() => {
    Date.now = date;
    performance.now = sinceStart;
  });
  return (milliseconds) => {
    passed += milliseconds;
  };
}
