/** The options of API v3, and the functions that check them and fill in what is not set. */

import type { Request } from 'express';
import type { Fields, Rule } from '../base/check.js';
import type { ConnectionOptions, SiteOptions } from '../base/options.js';
import { checkOptions, connectionRules, resolveConnection, resolveSite, siteRules } from '../base/options.js';
import { createRule, matching, oneOf, parseWebAddress, rules } from '../base/rules.js';
import { createSigner } from '../base/signing.js';
import { secretsRule } from './callbacks.js';

const ownClientRules = {
  /** Address of another REST API, such as the sandbox's, with its path (`/api/v3.0`): https, or http on loopback. Default: the environment's. */
  apiUrl: createRule<string>(
    'an https URL, or http on loopback, with the path of the API, such as "https://api.plenigo.com/api/v3.0"',
    (value) => connectionRules.apiUrl.test(value) && parseWebAddress(value)?.pathname !== '/',
  ),
  /** The API access token, read-and-write. It is never shown, and sent to plenigo's API alone, as it is. */
  apiToken: matching('a token of letters, digits and other characters of ASCII, without spaces', /^[\x21-\x7e]+$/),
};

const ownSiteRules = {
  /** API v3 knows this mode alone. */
  mode: { ...oneOf(['click']), expected: '"click": API v3 prepares a purchase when the reader clicks, never before' },
  /** The secret of the callback that is set up at plenigo, or those of several. Needed for `callbacks()`. */
  callbackSecret: secretsRule,
  /** What the site's user id is at plenigo. `customerId`: if the site has made them all. Default `externalSystemId`. */
  userIds: oneOf(['externalSystemId', 'customerId']),
  /** Whose prices `prices()` and pages name, such as `AT`. Default: those of countries without one of their own. */
  country: matching('a country of two capital letters (ISO 3166-1), such as "AT"', /^[A-Z]{2}$/),
  /** How a product with `custom` is sent: as plenigo's API description has it, or its guide for PHP. Default `full`. */
  customOffers: oneOf(['full', 'short']),
  /** The reader's own address, where Express does not know it, whatever its `trust proxy` says. Default: `req.ip`. */
  ip: rules.function as Rule<(req: Request) => string>,
  /** Further origins that plenigo's script may call and its frames may lead to, for `cspDirectives()`. Default none. */
  frameOrigins: siteRules.allowedOrigins,
};

const { paywallSwitch: _, ...commonSiteRules } = siteRules;
const plenigoRules = { ...connectionRules, ...ownClientRules, ...commonSiteRules, ...ownSiteRules };
const { sdkUrl, callbackSecret } = plenigoRules;
/** `sandbox.v3.options` fit as they are, so what only a site needs of them is taken, too. */
const clientRules = { ...connectionRules, ...ownClientRules, sdkUrl, callbackSecret };

/** The options of `PlenigoClient`, and part of those of `createPlenigo`. */
export interface ClientOptions extends ConnectionOptions, Fields<typeof ownClientRules, 'apiToken'> {}

/** The options of `createPlenigo`. */
export interface PlenigoOptions
  extends ClientOptions,
    Omit<SiteOptions, 'mode' | 'paywallSwitch'>,
    Fields<typeof ownSiteRules> {}

export type ClientConfig = Readonly<ReturnType<typeof resolveClientOptions>>;
export type PlenigoConfig = Readonly<ReturnType<typeof resolveOptions>>;

/** Where plenigo stands. Unproven: when the old name of the API's host ends, and which hosts the frames use. */
function chooseHosts({ environment }: ConnectionOptions) {
  const suffix = environment === 'stage' ? '-stage' : '';
  const frames = [`https://*.frisbii-media${suffix}.com`, `https://*.plenigo${suffix}.com`];
  const sdk = `https://static.frisbii-media${suffix}.com/web/v1/frisbii_media.min.js`;
  return { api: `https://api.plenigo${suffix}.com/api/v3.0`, sdk, scripts: [], frames };
}

const missing: Readonly<Record<string, string>> = {
  secret: 'API v3 signs nothing: give it an apiToken',
  testMode: "API v3 has no test purchases: use environment: 'stage', with the ids of that account",
  paywallSwitch: 'API v3 does not say whether the paywall is on',
};

export function resolveClientOptions(options: ClientOptions) {
  const known = checkOptions(options, { name: 'PlenigoClient', rules: clientRules, key: 'apiToken', missing });
  return { ...resolveConnection(known, chooseHosts(known)), apiToken: known.apiToken };
}

export function resolveOptions(options: PlenigoOptions) {
  const known = checkOptions(options, { name: 'createPlenigo', rules: plenigoRules, key: 'apiToken', missing });
  const { apiToken, callbackSecret, country = '', userIds = 'externalSystemId', customOffers = 'full' } = known;
  const { ip = (req: Request): unknown => req.ip } = known;
  const site = resolveSite(known, chooseHosts(known));
  return {
    ...site,
    ...{ apiToken, callbackSecret, ip, country, userIds, customOffers },
    mode: 'click' as const,
    /** It signs what this package makes for itself; its key is derived from the API token. */
    signer: createSigner(apiToken),
    frameOrigins: [...site.frameOrigins, ...(known.frameOrigins ?? []).map((origin) => new URL(origin).origin)],
  };
}
