/** The options of API v2, and the functions that turn them into what the rest works with. */

import { checkFields, type Rules, rules, type Subject } from '../check.js';
import { createSigner, type Signer } from '../jwt.js';
import {
  type ConnectionConfig,
  type ConnectionOptions,
  connectionConfig,
  connectionRules,
  refuseRequest,
  type SiteConfig,
  type SiteOptions,
  sdkOf,
  serviceUrl,
  siteConfig,
  siteRules,
} from '../options.js';

/** The options of `PlenigoClient`, and part of those of `createPlenigo`. */
export interface ClientOptions extends ConnectionOptions {
  /** The company secret. It signs; it is never sent and never shown. */
  secret: string;
  /** Test purchases: asked for and signed as such. Default false. */
  testMode?: boolean | undefined;
}

/** The options of `createPlenigo`. */
export interface PlenigoOptions extends ClientOptions, SiteOptions {
  /** Address of another browser SDK script, or the origin it stands on: https, or http on loopback. Default: that of the sandbox at `apiUrl`, else the environment's. */
  sdkUrl?: string | undefined;
}

/** What of the options the REST client works with; the secret is only inside `signer`. */
export interface ClientConfig extends ConnectionConfig {
  readonly signer: Signer;
  readonly testMode: boolean;
}

export interface PlenigoConfig extends ClientConfig, SiteConfig {
  readonly sdkUrl: string;
  /** Where plenigo's scripts may come from and its frames may lead to. */
  readonly plenigoOrigins: readonly string[];
}

/** Under which API, SDK and the frames of the checkout stand; which hosts those frames use is documented nowhere. */
const domains = { live: 'plenigo.com', stage: 'plenigo-stage.com' } as const;

const clientRules: Rules<ClientOptions> = { ...connectionRules, secret: rules.text, testMode: rules.boolean };

const plenigoRules: Rules<PlenigoOptions> = { ...clientRules, ...siteRules, sdkUrl: serviceUrl };

const domainOf = ({ environment = 'live' }: ClientOptions) => domains[environment];

function check<Options extends ClientOptions>(
  options: Options,
  { rules, name }: { rules: Rules<Options>; name: string },
): Options {
  const subject: Subject = { name, code: 'invalid-option' };
  refuseRequest(options, subject);
  return checkFields(options, { rules, subject, required: ['companyId', 'secret'] });
}

function clientConfig(options: ClientOptions): ClientConfig {
  return {
    ...connectionConfig(options, `https://api.${domainOf(options)}`),
    signer: createSigner(options.secret),
    testMode: options.testMode ?? false,
  };
}

/** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function resolveClientOptions(options: ClientOptions): ClientConfig {
  return clientConfig(check(options, { rules: clientRules, name: 'PlenigoClient' }));
}

/** The same, with the circuit breaker on. @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function resolveOptions(options: PlenigoOptions): PlenigoConfig {
  const fields = check(options, { rules: plenigoRules, name: 'createPlenigo' });
  const client = clientConfig(fields);
  const domain = domainOf(fields);
  const { sdk, isPlenigos } = sdkOf(fields.sdkUrl, {
    apiUrl: client.apiUrl,
    origin: `https://static.${domain}`,
    path: `/static_resources/javascript/${encodeURIComponent(fields.companyId)}/plenigo_sdk.min.js`,
  });
  return {
    ...client,
    ...siteConfig(fields),
    circuitBreaker: fields.circuitBreaker ?? true,
    sdkUrl: sdk.href,
    plenigoOrigins: isPlenigos ? [sdk.origin, `https://*.${domain}`] : [sdk.origin],
  };
}
