/** What the visits of one site share: its configuration, its customers, and how it is told of faults. */

import type { Request } from 'express';
import { Customers } from '../customer/customers.js';
import type { PlenigoError } from '../errors.js';
import type { Signer } from '../jwt.js';
import type { SiteConfig } from '../options.js';
import type { Platform } from '../platform.js';
import { PaywallSwitch } from './paywall.js';

export interface Site {
  readonly config: SiteConfig;
  readonly platform: Platform;
  readonly customers: Customers;
  /** Undefined: the publisher's switch is not asked. */
  readonly paywall: PaywallSwitch | undefined;
  readonly userOf: NonNullable<SiteConfig['user']>;
  /** Where the visit of a request is found. */
  readonly visitKey: symbol;
  /** Seals offers: of this company, for nothing else. */
  readonly sealer: Signer;
  /** The browser scripts by kind and language; undefined until the router is there, without which no button works. */
  scripts: ReadonlyMap<string, { readonly name: string; readonly text: string }> | undefined;
  /** Script tags that are the same for every page: as many as there are languages. */
  readonly tags: Map<string, string>;
  /** Whether the site has a serializer of ours for its logins, and whether one has run. */
  onLogin: 'none' | 'made' | 'ran';
  /** The warnings that were given; none is given twice. */
  readonly warned: Set<string>;
}

export function createSite(
  config: SiteConfig,
  { platform, signer, userOf }: { platform: Platform; signer: Signer; userOf: Site['userOf'] },
): Site {
  return {
    config,
    platform,
    customers: new Customers(platform, config),
    paywall: config.paywallSwitch ? new PaywallSwitch({ platform, timeout: config.timeout }) : undefined,
    userOf: config.user ?? userOf,
    visitKey: Symbol('visit'),
    sealer: signer.derive('offers'),
    scripts: undefined,
    onLogin: 'none',
    tags: new Map(),
    warned: new Set(),
  };
}

/** A word about how the site is built: once. */
export function warnOnce({ config, warned }: Site, message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  config.logger.warn({}, message);
}

/** A customer who is new on a page of a Passport session was not met at the login: our serializer did not have its turn. */
export function noteNewCustomer(site: Site, req: Request): void {
  const { session } = req as { session?: { passport?: { user?: unknown } } | null };
  if (site.onLogin !== 'made' || session?.passport?.user === undefined) return;
  warnOnce(
    site,
    'a reader has logged in, but plenigo.onLogin() has not run: give it to passport.serializeUser before the serializer of the site',
  );
}

/** Tells the site of a fault that does not stop the page. */
export function reportFault({ config }: Site, { error, req }: { error: PlenigoError; req: Request }): void {
  const { code, message } = error;
  // These two are logged where they begin and end, not on every page.
  if (code !== 'invalid-credentials' && code !== 'circuit-open') config.logger.warn({ code }, message);
  const onFault = () => config.logger.error({ code }, 'the option onError failed; an error handler must not');
  try {
    const result: unknown = config.onError(error, req);
    if (result instanceof Promise) result.catch(onFault);
  } catch {
    onFault();
  }
}
