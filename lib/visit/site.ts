/** What the visits of one site share: its configuration, its customers, its browser scripts. */

import type { Request } from 'express';
import type { SiteConfig } from '../base/options.js';
import type { Signer } from '../base/signing.js';
import { type Backing, createCustomers } from '../customer/customers.js';
import { createPaywallSwitch } from './paywall.js';

export type Site = ReturnType<typeof createSite>;

/** `findUser` says who is logged in where the option `user` does not. */
export function createSite(
  config: SiteConfig & { readonly signer: Signer },
  backing: Backing,
  findUser: NonNullable<SiteConfig['user']>,
) {
  const { platform } = backing;
  return {
    /** Under which a request carries its visit; each `createPlenigo` has its own. */
    visitKey: Symbol('plenigo visit'),
    config: config as SiteConfig,
    platform,
    customers: createCustomers(backing, config),
    /** Undefined where the site does not ask for the publisher's switch. */
    paywall: config.paywallSwitch ? createPaywallSwitch(platform, config.timeout) : undefined,
    findUser: config.user ?? findUser,
    /** Seals the offers of this company, and nothing else. */
    sealer: config.signer.derive('offers'),
    /** The browser scripts by kind and language; undefined until the router is there, without which no button works. */
    scripts: undefined as ReadonlyMap<string, { readonly name: string; readonly text: string }> | undefined,
    /** Whether the site has a serializer of ours for its logins, and whether one has run. */
    onLogin: 'none' as 'none' | 'made' | 'ran',
  };
}

/** Warns if a customer is new on a page of a Passport session: then our serializer has not run at the login. */
export function noteNewCustomer(site: Site, req: Request): void {
  const { session } = req as { session?: { passport?: { user?: unknown } } | null };
  if (site.onLogin !== 'made' || session?.passport?.user === undefined) return;
  site.config.reporter.warnOnce(
    'a logged-in reader was new to plenigo, and plenigo.onLogin() has not run: unless they logged in before this process began, give it to passport.serializeUser before the serializer of the site',
  );
}
