/** What the visits of one site share: its configuration, its customers, and how it is told of faults. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import type { PlenigoError } from '../base/errors.js';
import type { Kept } from '../base/memo.js';
import type { SiteConfig } from '../base/options.js';
import type { Signer } from '../base/signing.js';
import { type Backing, createCustomers } from '../customer/customers.js';
import { createPaywallSwitch } from './paywall.js';

export type Site = ReturnType<typeof createSite>;

/** `userOf` says who is logged in where the site does not. */
export function createSite(
  config: SiteConfig & { readonly signer: Signer },
  { platform, store }: Backing,
  userOf: NonNullable<SiteConfig['user']>,
) {
  return {
    config: config as SiteConfig,
    platform,
    customers: createCustomers({ platform, store }, config),
    /** Undefined: the publisher's switch is not asked. */
    paywall: config.paywallSwitch ? createPaywallSwitch(platform, config.timeout) : undefined,
    userOf: config.user ?? userOf,
    /** Where the visit of a request is found. */
    visitKey: Symbol('visit'),
    /** Seals offers: of this company, for nothing else. */
    sealer: config.signer.derive('offers'),
    /** The browser scripts by kind and language; undefined until the router is there, without which no button works. */
    scripts: undefined as ReadonlyMap<string, { readonly name: string; readonly text: string }> | undefined,
    /** By language: the script tags of a page that has nothing of its own to tell them. */
    tags: new Map<string, string>(),
    /** Whether the site has a serializer of ours for its logins, and whether one has run. */
    onLogin: 'none' as 'none' | 'made' | 'ran',
    /** What was said in the log, and when. */
    said: new LRUCache({ max: 10_000 }) as Kept<string, number>,
  };
}

/** A word about how the site is built or called: once, or once in so many ms. */
export function warnOnce(site: Site, message: string, within = Number.POSITIVE_INFINITY): void {
  if (isNews(site, message, within)) site.config.logger.warn({}, message);
}

/** A customer who is new on a page of a Passport session was not met at the login: our serializer did not have its turn. */
export function noteNewCustomer(site: Site, req: Request): void {
  const { session } = req as { session?: { passport?: { user?: unknown } } | null };
  if (site.onLogin !== 'made' || session?.passport?.user === undefined) return;
  warnOnce(
    site,
    'a logged-in reader was new to plenigo, and plenigo.onLogin() has not run: unless they logged in before this process began, give it to passport.serializeUser before the serializer of the site',
  );
}

/** In ms: what goes on is said again after so long. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Tells the site of a fault: `onError` of each, the log of the same at most once a minute and route, or hour and reader. */
export function reportFault(
  site: Site,
  { error, req, reader }: { error: PlenigoError; req: Request; reader?: string | undefined },
): void {
  const { config } = site;
  const { code, message } = error;
  const route = routeOf(req);
  const fields = route === undefined ? { code } : { code, route };
  // These two are logged where they begin and end, not on every page.
  const isLoggedElsewhere = code === 'invalid-credentials' || code === 'circuit-open';
  const [about, within] = code === 'email-conflict' ? [reader, HOUR] : [route, MINUTE];
  if (!isLoggedElsewhere && isNews(site, `${code} ${about}`, within)) config.logger.warn(fields, message);
  const telling = (async () => config.onError(error, req))().catch(() => {
    if (isNews(site, `onError ${route}`, MINUTE)) {
      config.logger.error(fields, 'the option onError failed; an error handler must not');
    }
  });
  // What the site's own logger throws is no reason to end the process.
  telling.catch(() => {});
}

/** The method and the route's pattern: a path could hold what is the reader's own. */
function routeOf({ method, route }: Request): string | undefined {
  const path: unknown = route?.path;
  return path === undefined ? undefined : `${method} ${path}`;
}

/** Whether this was not said within so many ms; from now on it was. */
function isNews({ said }: Site, what: string, within: number): boolean {
  const now = performance.now();
  const last = said.get(what);
  if (last !== undefined && now - last < within) return false;
  said.set(what, now);
  return true;
}
