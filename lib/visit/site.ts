/** What the visits of one site share: its configuration, its customers, its browser scripts, its users, and how it hears of faults. */

import type { Request } from 'express';
import { checkArgument, fieldOf } from '../base/check.js';
import { PlenigoError, type PlenigoErrorCode } from '../base/errors.js';
import type { SiteConfig, SiteUser } from '../base/options.js';
import { MINUTE_MS, type Reporter } from '../base/reporter.js';
import { rules } from '../base/rules.js';
import { type Backing, createCustomers, type SigningConfig } from '../customer/customers.js';
import type { Terms } from '../platform/sale.js';
import type { KnownUser } from '../platform/user.js';
import { createPaywallSwitch, createPrices } from './publisher.js';
import { isRefusal } from './standing.js';

export type Site = ReturnType<typeof createSite>;

/** `findUser` says who is logged in where the option `user` does not. */
export function createSite(config: SigningConfig, backing: Backing, findUser: NonNullable<SiteConfig['user']>) {
  const { platform } = backing;
  return {
    visitKey: Symbol('plenigo visit'),
    config: config as SiteConfig,
    platform,
    customers: createCustomers(backing, config),
    paywall: config.paywallSwitch ? createPaywallSwitch(platform, config.timeout) : undefined,
    prices: createPrices(platform, config),
    /** The voucher codes that are being redeemed. */
    redemptions: new Map<string, Promise<Terms | undefined>>(),
    findUser: config.user ?? findUser,
    /** Seals the offers of this company, and nothing else. */
    sealer: config.signer.derive('offers'),
    /** The browser scripts by kind and language; undefined until the router is there, without which no button works. */
    scripts: undefined as ReadonlyMap<string, { readonly name: string; readonly text: string }> | undefined,
    /** Whether the site has a serializer of ours for its logins, and whether one has run. */
    onLogin: 'none' as 'none' | 'made' | 'ran',
  };
}

/** Databases hand out `null` and `''` for what nobody filled in, and services may fail at control characters. */
function readName(value: unknown): string | undefined {
  if (!rules.text.test(value)) return undefined;
  // Longer names than plenigo keeps (its API v3 says 100 characters) are cut, not sent.
  const plain = (value as string).replace(/\p{Cc}/gu, '').slice(0, 100);
  return plain === '' ? undefined : plain.toWellFormed();
}

/**
 * Reads only the six known fields: a site may hand over its whole user object, password hash and all.
 * @throws PlenigoArgumentError `invalid-argument` if the id is missing or wrong, or the e-mail is none.
 */
export function checkSiteUser(
  user: SiteUser,
  { trustEmails, requireVerifiedEmail }: Pick<SiteConfig, 'trustEmails' | 'requireVerifiedEmail'>,
): KnownUser {
  checkArgument('user', user, rules.object);
  const read = (name: keyof SiteUser) => fieldOf(user, name);
  const given = read('id');
  const email = read('email');
  const language = read('language');
  // Databases number their users; plenigo's ids are strings.
  const id = Number.isSafeInteger(given) || typeof given === 'bigint' ? String(given) : given;
  checkArgument('user.id', id, rules.userId);
  const hasEmail = email !== undefined && email !== null && email !== '';
  if (hasEmail) checkArgument('user.email', email, rules.email);
  // Only `true` itself is a proof; a loosely typed profile may say "false" or 0.
  const emailVerified = trustEmails || read('emailVerified') === true;
  return {
    id: id as string,
    email: hasEmail && (emailVerified || !requireVerifiedEmail) ? (email as string) : undefined,
    emailVerified,
    firstName: readName(read('firstName')),
    lastName: readName(read('lastName')),
    // A language plenigo cannot use is worth less than the site's default, not an error page.
    language: rules.language.test(language) ? (language as string) : undefined,
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

/** The faults of one request: the site hears of each kind once, and no page fails for what runs beside it. */
export class Faults {
  /** The id of the user, once it is known. */
  reader: string | undefined;
  readonly #reporter: Reporter;
  readonly #req: Request;
  readonly #reported = new Set<PlenigoErrorCode>();

  constructor(reporter: Reporter, req: Request) {
    this.#reporter = reporter;
    this.#req = req;
  }

  /** Tells the site, except of what the reader is told. @throws whatever is no error of this package. */
  report(error: unknown): PlenigoError {
    if (!(error instanceof PlenigoError)) throw error;
    const isNews = !this.#reported.has(error.code) && !isRefusal(error);
    if (isNews) this.#reporter.reportFault({ error, req: this.#req, reader: this.reader });
    this.#reported.add(error.code);
    return error;
  }

  /** Runs work for which no page waits or fails; nor does the process end for it. */
  async beside(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof PlenigoError) this.report(error);
      // The error itself could hold what is the reader's own.
      else this.#reporter.warnOnce('the session of the site cannot be read or written', { within: MINUTE_MS });
    }
  }
}
