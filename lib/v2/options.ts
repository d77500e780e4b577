/** The options of API v2, and the functions that turn them into what the rest works with. */

import { checkFields, type Rules, rules, type Subject } from '../check.js';
import { createSigner, type Signer } from '../jwt.js';
import {
  type ConnectionConfig,
  type ConnectionOptions,
  connectionConfig,
  connectionRules,
  isLoopback,
  refuseRequest,
  type SiteConfig,
  type SiteOptions,
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

/** Every option with its value. */
export interface PlenigoConfig extends ClientConfig, SiteConfig {
  readonly sdkUrl: string;
  /** Where plenigo's scripts may come from and its frames may lead to. */
  readonly plenigoOrigins: readonly string[];
}

const environments = {
  live: {
    apiUrl: 'https://api.plenigo.com',
    sdkOrigin: 'https://static.plenigo.com',
    // Which hosts the checkout frame uses is documented nowhere; every known one is under this name.
    frames: 'https://*.plenigo.com',
  },
  stage: {
    apiUrl: 'https://api.plenigo-stage.com',
    sdkOrigin: 'https://static.plenigo-stage.com',
    frames: 'https://*.plenigo-stage.com',
  },
} as const;

const clientRules: Rules<ClientOptions> = { ...connectionRules, secret: rules.text, testMode: rules.boolean };

const plenigoRules: Rules<PlenigoOptions> = { ...clientRules, ...siteRules, sdkUrl: serviceUrl };

const required = ['companyId', 'secret'] as const;

function clientConfig(options: ClientOptions): ClientConfig {
  return {
    ...connectionConfig(options, environments[options.environment ?? 'live'].apiUrl),
    signer: createSigner(options.secret),
    testMode: options.testMode ?? false,
  };
}

/** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function resolveClientOptions(options: ClientOptions): ClientConfig {
  const subject: Subject = { name: 'PlenigoClient', code: 'invalid-option' };
  refuseRequest(options, subject);
  return clientConfig(checkFields(options, { rules: clientRules, subject, required }) as ClientOptions);
}

/** The same, with the circuit breaker on. @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function resolveOptions(options: PlenigoOptions): PlenigoConfig {
  const subject: Subject = { name: 'createPlenigo', code: 'invalid-option' };
  refuseRequest(options, subject);
  const fields = checkFields(options, { rules: plenigoRules, subject, required }) as PlenigoOptions;
  const client = { ...clientConfig(fields), circuitBreaker: fields.circuitBreaker ?? true };
  const environment = environments[fields.environment ?? 'live'];
  const api = new URL(client.apiUrl);
  const sdk = new URL(fields.sdkUrl ?? (isLoopback(api) ? api.origin : environment.sdkOrigin));
  const isPlenigos = fields.sdkUrl === undefined && !isLoopback(api);
  if (sdk.pathname === '/') {
    sdk.pathname = `/static_resources/javascript/${encodeURIComponent(fields.companyId)}/plenigo_sdk.min.js`;
  }
  return {
    ...client,
    ...siteConfig(fields, client),
    sdkUrl: sdk.href,
    plenigoOrigins: isPlenigos ? [sdk.origin, environment.frames] : [sdk.origin],
  };
}
