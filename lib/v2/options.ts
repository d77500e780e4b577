/** The options of API v2, and the functions that turn them into what the rest works with. */

import { type Fields, rules } from '../base/check.js';
import {
  type ConnectionOptions,
  checkOptions,
  connectionConfig,
  connectionRules,
  type SiteOptions,
  siteConfig,
  siteRules,
} from '../base/options.js';
import { createSigner } from '../base/signing.js';

const ownRules = {
  /** The company secret. It signs; it is never sent and never shown. */
  secret: rules.text,
  /** Test purchases: asked for and signed as such. Default false. */
  testMode: rules.boolean,
};

/** The options of `PlenigoClient`, and part of those of `createPlenigo`. */
export interface ClientOptions extends ConnectionOptions, Fields<typeof ownRules, 'secret'> {}

const clientRules = { ...connectionRules, ...ownRules };
const plenigoRules = { ...clientRules, ...siteRules };

/** The options of `createPlenigo`. */
export interface PlenigoOptions extends ClientOptions, SiteOptions {}

export type ClientConfig = Readonly<ReturnType<typeof resolveClientOptions>>;
export type PlenigoConfig = Readonly<ReturnType<typeof resolveOptions>>;

/** Under which API, SDK and the frames of the checkout stand; which hosts those frames use is documented nowhere. */
const domainOf = ({ environment }: ClientOptions) => (environment === 'stage' ? 'plenigo-stage.com' : 'plenigo.com');

/** The secret is only inside `signer`. */
const clientConfig = (options: ClientOptions) => ({
  ...connectionConfig(options, `https://api.${domainOf(options)}`),
  signer: createSigner(options.secret),
  testMode: options.testMode ?? false,
});

/** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function resolveClientOptions(options: ClientOptions) {
  return clientConfig(checkOptions(options, { name: 'PlenigoClient', rules: clientRules, key: 'secret' }));
}

/** The same, with the circuit breaker on. @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function resolveOptions(options: PlenigoOptions) {
  const fields = checkOptions(options, { name: 'createPlenigo', rules: plenigoRules, key: 'secret' });
  const client = clientConfig(fields);
  const domain = domainOf(fields);
  const site = siteConfig(fields, client.apiUrl, {
    origin: `https://static.${domain}`,
    path: `/static_resources/javascript/${encodeURIComponent(fields.companyId)}/plenigo_sdk.min.js`,
    scripts: [`https://*.${domain}`],
    frames: [`https://*.${domain}`],
  });
  return { ...client, ...site };
}
