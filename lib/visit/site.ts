/** What the visits of one site share: its configuration, its customers, and how it is told of faults. */

import type { Request } from 'express';
import type { SiteConfig } from '../base/options.js';
import type { PageFault } from '../base/reporter.js';
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
  };
}

/** Warns of how the site is built or called. */
function warnOnce(site: Site, message: string, within?: number): void {
  site.config.reporter.warnOnce(message, within === undefined ? {} : { within });
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

export function reportFault(site: Site, fault: PageFault): void {
  site.config.reporter.reportFault(fault);
}
