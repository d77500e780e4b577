/** The options a site passes, with their defaults, and the one function that turns them into what the rest works with. */

import { debuglog } from 'node:util';
import type { Request, Response } from 'express';
import {
  checkFields,
  oneOf,
  parseWebAddress,
  type Rule,
  type Rules,
  refuse,
  rules,
  type Subject,
} from './check.js';
import type { PlenigoError } from './errors.js';
import { createSigner, type Signer } from './jwt.js';

/** A user of the site, as plenigo needs to know them. */
export interface SiteUser {
  /** The site's own, stable user id: plenigo's external user id. Never an e-mail address that can change. */
  id: string;
  /** The address that plenigo writes to. */
  email: string;
  /** The site has proved that this user owns the address. Only then may it lead to an existing plenigo customer. */
  emailVerified?: boolean | undefined;
  /** Default: plenigo learns no name. */
  firstName?: string | undefined;
  /** The family name, likewise. */
  lastName?: string | undefined;
  /** ISO 639-1; default: the option `language`. */
  language?: string | undefined;
}

/** A logger in pino's shape: an object of fields first, then a message. Never gets a secret, token or e-mail address. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What this package uses of a WHATWG response. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: unknown;
  text(): Promise<string>;
}

/** What this package asks of a fetch: Node's own, undici's and node-fetch's all fit. */
export type Fetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    signal: AbortSignal;
    redirect: 'manual';
  },
) => Promise<FetchResponse>;

/** A store of customer records shared by several processes: a Keyv instance, or anything with its `get`, `set` and `delete`. */
export interface RecordStore {
  get(key: string): Promise<unknown>;
  /** Keyv takes a time to live in ms as third argument; this package passes none, so Keyv's own `ttl` option decides. */
  set(key: string, value: unknown): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

/** Which plenigo to talk to and as whom: the options of `PlenigoClient`, and part of those of `createPlenigo`. */
export interface ClientOptions {
  /** The company id; live and stage have different ones. */
  companyId: string;
  /** The company secret. It signs; it is never sent and never shown. */
  secret: string;
  /** plenigo's live or stage servers. Default `live`. */
  environment?: 'live' | 'stage' | undefined;
  /** Address of another REST API, such as the sandbox's: https, or http on loopback. Default: the environment's. */
  apiUrl?: string | undefined;
  /** Address of another browser SDK script, or the origin it stands on: https, or http on loopback. Default: the environment's. */
  sdkUrl?: string | undefined;
  /** Test purchases: asked for and signed as such. Default false. */
  testMode?: boolean | undefined;
  /** ISO 639-1; for customers whose own language is unknown. Default `en`. */
  language?: string | undefined;
  /** The whole time one page (or one call of the client) may wait for plenigo, retries included, in ms. Default 2000. */
  timeout?: number | undefined;
  /** Any WHATWG fetch. Default: node-fetch, keeping connections alive. */
  fetch?: Fetch | undefined;
  /** Default: warnings and errors go to `process.emitWarning`, the rest to `NODE_DEBUG=express-plenigo`. */
  logger?: Logger | undefined;
  /** Stop asking a plenigo that fails again and again, and try it again by itself. Default: true in `createPlenigo`, false in a lone `PlenigoClient`. */
  circuitBreaker?: boolean | undefined;
}

/** The options of `createPlenigo`. */
export interface PlenigoOptions extends ClientOptions {
  /** The site's own origin, such as `https://news.example`. Never taken from the Host header. Default: none, then `sourceUrl` and `targetUrl` need `allowedOrigins`. */
  baseUrl?: string | undefined;
  /** Further origins that `sourceUrl` and `targetUrl` may be on. Default none. */
  allowedOrigins?: readonly string[] | undefined;
  /** Who is logged in. Default: `fromPassportUser(req.user)`. */
  user?: ((req: Request) => SiteUser | null | undefined | Promise<SiteUser | null | undefined>) | undefined;
  /** Where records are kept that several processes share. Default: the express-session, else this process's memory. */
  store?: RecordStore | undefined;
  /** Every e-mail address of this site is verified, whatever `emailVerified` says. Default false. */
  trustEmails?: boolean | undefined;
  /** Told of every fault at plenigo that did not stop a page, such as `timeout` or `email-conflict`; a failing store goes to the logger alone. Default: nobody but the logger. */
  onError?: ((error: PlenigoError, req: Request) => void) | undefined;
  /** `page`: every page view gets a login token. `click`: a token is made when the reader clicks, none before. Default `page`. */
  mode?: 'page' | 'click' | undefined;
  /** How long "has bought" is remembered in this process, in ms; 0 never. "Not bought" is never remembered. Default 60000. */
  boughtTtl?: number | undefined;
  /** Where the site mounts `router()`. Default `/plenigo`. */
  routerPath?: string | undefined;
  /** The CSP nonce of this response, for the script tags. Default none. */
  nonce?: ((req: Request, res: Response) => string) | undefined;
}

/** What of the options the REST client works with. */
export interface ClientConfig {
  readonly companyId: string;
  readonly signer: Signer;
  readonly apiUrl: string;
  readonly testMode: boolean;
  readonly language: string;
  readonly timeout: number;
  readonly fetch: Fetch | undefined;
  readonly logger: Logger;
  readonly circuitBreaker: boolean;
}

/** Every option with its value; the secret is only inside `signer`. */
export interface PlenigoConfig extends ClientConfig {
  readonly sdkUrl: string;
  /** Where plenigo's scripts may come from and its frames may lead to, for a Content-Security-Policy. */
  readonly plenigoOrigins: readonly string[];
  readonly siteOrigin: string | undefined;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly user: PlenigoOptions['user'];
  readonly store: RecordStore | undefined;
  readonly trustEmails: boolean;
  readonly onError: NonNullable<PlenigoOptions['onError']>;
  readonly mode: 'page' | 'click';
  readonly boughtTtl: number;
  readonly routerPath: string;
  readonly nonce: PlenigoOptions['nonce'];
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

/** Credentials and login tokens travel there, so plain http is for this machine only. */
const serviceUrl: Rule = {
  expected: 'an https URL, or http on loopback (127.0.0.1, [::1], localhost)',
  test: (value) => {
    const url = typeof value === 'string' ? parseWebAddress(value) : undefined;
    // An empty query or fragment leaves no trace in `search` and `hash`, but would swallow the path behind it.
    return url !== undefined && !/[?#]/.test(url.href) && isSafeTransport(url);
  },
};

function isSafeTransport({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(hostname);
}

function isOrigin(value: unknown): boolean {
  const url = typeof value === 'string' ? parseWebAddress(value) : undefined;
  return url !== undefined && url.pathname === '/' && url.search === '' && url.hash === '';
}

const hasMethods = (names: readonly string[]) => (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');

/** In pino's shape. */
export const loggerRule: Rule = {
  expected: 'an object with the methods debug, info, warn and error',
  test: hasMethods(['debug', 'info', 'warn', 'error']),
};

const clientRules: Rules<ClientOptions> = {
  companyId: rules.text,
  secret: rules.text,
  environment: oneOf(['live', 'stage']),
  apiUrl: serviceUrl,
  sdkUrl: serviceUrl,
  testMode: rules.boolean,
  language: rules.language,
  timeout: rules.milliseconds,
  fetch: rules.function,
  logger: loggerRule,
  circuitBreaker: rules.boolean,
};

/** For the option and for the setting of one route. */
export const modeRule: Rule = oneOf(['page', 'click']);

const plenigoRules: Rules<PlenigoOptions> = {
  ...clientRules,
  baseUrl: { expected: 'an origin such as "https://news.example", without a path', test: isOrigin },
  allowedOrigins: {
    expected: 'a list of origins such as "https://shop.example", each without a path',
    test: (value) => Array.isArray(value) && value.every(isOrigin),
  },
  user: rules.function,
  store: {
    expected: 'a Keyv instance, or an object with the methods get, set and delete',
    test: hasMethods(['get', 'set', 'delete']),
  },
  trustEmails: rules.boolean,
  onError: rules.function,
  mode: modeRule,
  boughtTtl: {
    expected: 'a number of milliseconds, 0 or more',
    test: (value) => typeof value === 'number' && value >= 0,
    show: true,
  },
  routerPath: {
    expected: 'a path such as "/plenigo", without a slash at its end',
    test: (value) => typeof value === 'string' && /^(\/[\w.~-]+)+$/.test(value),
    show: true,
  },
  nonce: rules.function,
};

const debug = debuglog('express-plenigo');

function debugLine(fields: object, message: string): void {
  if (debug.enabled) debug('%s %o', message, fields);
}

/** Loud by default where it matters: a site that set no logger still sees on stderr that its secret is wrong. */
const defaultLogger: Logger = {
  debug: debugLine,
  info: debugLine,
  warn: (_fields, message) => process.emitWarning(message, 'PlenigoWarning'),
  error: (_fields, message) => process.emitWarning(message, 'PlenigoWarning'),
};

/** `app.use(createPlenigo)` without the call hands us a request: say so instead of complaining about its fields. */
function refuseRequest(options: unknown, subject: Subject): void {
  if (typeof options === 'object' && options !== null && 'httpVersion' in options) {
    refuse(
      subject,
      `${subject.name} got a request: call ${subject.name}(options) once, then use what it returns`,
    );
  }
}

/** The options of the client that the middlewares share: like a lone client's, with the circuit breaker on. */
export function clientOptions(options: PlenigoOptions): ClientOptions {
  const fields = Object.fromEntries(
    Object.entries(options).filter(([key, value]) => value !== undefined && Object.hasOwn(clientRules, key)),
  );
  return { circuitBreaker: true, ...(fields as unknown as ClientOptions) };
}

function clientConfig(options: ClientOptions): ClientConfig {
  return {
    companyId: options.companyId,
    signer: createSigner(options.secret),
    // As a URL it is normalised: `HTTPS://…` would otherwise not be known as https.
    apiUrl: new URL(options.apiUrl ?? environments[options.environment ?? 'live'].apiUrl).href.replace(
      /\/+$/,
      '',
    ),
    testMode: options.testMode ?? false,
    language: options.language ?? 'en',
    timeout: options.timeout ?? 2000,
    fetch: options.fetch,
    logger: options.logger ?? defaultLogger,
    circuitBreaker: options.circuitBreaker ?? false,
  };
}

const required = ['companyId', 'secret'] as const;

/** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function resolveClientOptions(options: ClientOptions): ClientConfig {
  const subject: Subject = { name: 'PlenigoClient', code: 'invalid-option' };
  refuseRequest(options, subject);
  const fields = checkFields(options, { rules: clientRules, subject, required }) as ClientOptions;
  return clientConfig(fields);
}

/** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function resolveOptions(options: PlenigoOptions): PlenigoConfig {
  const subject: Subject = { name: 'createPlenigo', code: 'invalid-option' };
  refuseRequest(options, subject);
  const fields = checkFields(options, { rules: plenigoRules, subject, required }) as PlenigoOptions;
  const environment = environments[fields.environment ?? 'live'];
  const sdk = new URL(fields.sdkUrl ?? environment.sdkOrigin);
  if (sdk.pathname === '/') {
    sdk.pathname = `/static_resources/javascript/${encodeURIComponent(fields.companyId)}/plenigo_sdk.min.js`;
  }
  const siteOrigin = fields.baseUrl === undefined ? undefined : new URL(fields.baseUrl).origin;
  const allowed = (fields.allowedOrigins ?? []).map((origin) => new URL(origin).origin);
  return {
    ...clientConfig(fields),
    sdkUrl: sdk.href,
    plenigoOrigins: fields.sdkUrl === undefined ? [sdk.origin, environment.frames] : [sdk.origin],
    siteOrigin,
    allowedOrigins: new Set(siteOrigin === undefined ? allowed : [siteOrigin, ...allowed]),
    user: fields.user,
    store: fields.store,
    trustEmails: fields.trustEmails ?? false,
    onError: fields.onError ?? (() => {}),
    mode: fields.mode ?? 'page',
    boughtTtl: fields.boughtTtl ?? 60_000,
    routerPath: fields.routerPath ?? '/plenigo',
    nonce: fields.nonce,
  };
}
