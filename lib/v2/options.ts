/** The options of API v2, and the functions that check them and fill in what is not set. */

import type { Fields } from '../base/check.js';
import {
  type ConnectionOptions,
  checkOptions,
  connectionRules,
  resolveConnection,
  resolveSite,
  type SiteOptions,
  siteRules,
} from '../base/options.js';
import { rules } from '../base/rules.js';
import { createSigner } from '../base/signing.js';

const ownRules = {
  /** The company secret. It signs; it is never sent and never shown. */
  secret: rules.text,
  /** Test purchases: asked for and signed as such. Default false. */
  testMode: rules.boolean,
};

/** `sandbox.options` fit as they are, so the address of a script that no client loads is taken, too. */
const clientRules = { ...connectionRules, ...ownRules, sdkUrl: siteRules.sdkUrl };
const plenigoRules = { ...connectionRules, ...ownRules, ...siteRules };

/** The options of `PlenigoClient`, and part of those of `createPlenigo`. */
export interface ClientOptions extends ConnectionOptions, Fields<typeof ownRules, 'secret'> {}

/** The options of `createPlenigo`. */
export interface PlenigoOptions extends ClientOptions, SiteOptions {}

export type ClientConfig = Readonly<ReturnType<typeof resolveClientOptions>>;
export type PlenigoConfig = Readonly<ReturnType<typeof resolveOptions>>;

/** Where plenigo stands. Which hosts the frames of the checkout use is documented nowhere, so all of plenigo's domain is allowed. */
function chooseHosts({ environment, companyId }: ConnectionOptions) {
  const domain = environment === 'stage' ? 'plenigo-stage.com' : 'plenigo.com';
  const path = `static_resources/javascript/${encodeURIComponent(companyId)}/plenigo_sdk.min.js`;
  const all = [`https://*.${domain}`];
  return { api: `https://api.${domain}`, sdk: `https://static.${domain}/${path}`, scripts: all, frames: all };
}

/** The secret itself is not in it: only `signer` holds it. @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function resolveClientOptions(options: ClientOptions) {
  const api = { name: 'PlenigoClient', rules: clientRules, key: 'secret' } as const;
  const { secret, testMode = false, ...known } = checkOptions(options, api);
  return { ...resolveConnection(known, chooseHosts(known)), signer: createSigner(secret), testMode };
}

/** The same, with the circuit breaker on. @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function resolveOptions(options: PlenigoOptions) {
  const api = { name: 'createPlenigo', rules: plenigoRules, key: 'secret' } as const;
  const { secret, testMode = false, ...known } = checkOptions(options, api);
  return { ...resolveSite(known, chooseHosts(known)), signer: createSigner(secret), testMode };
}
