/** What the attacks of this folder share: what a small site is made with, its servers, and its log. */

import type { RequestListener } from 'node:http';
import type { Request } from 'express';
import type { SiteUser } from '../../lib/index.js';
import { listen } from '../support/listen.js';

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
export const SITE = { baseUrl: 'https://news.example', timeout: 15_000, logger: createLog().logger, user: findReader };

/** What the first button of a page is sold by. */
export function readOffer(html: string): string {
  const [, offer] = /data-plenigo-checkout="([^"]+)"/.exec(html) ?? [];
  if (offer === undefined) throw new Error(`no buy button in ${html.slice(0, 500)}`);
  return offer;
}

/** Inside a `describe`: starts servers that end with the test; gives the address of each. */
export function useServers(): (listener: RequestListener) => Promise<string> {
  const servers: Awaited<ReturnType<typeof listen>>[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  return async (listener) => {
    const server = await listen(listener);
    servers.push(server);
    return server.url;
  };
}
