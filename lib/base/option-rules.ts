/** The options that do not depend on plenigo's API: the rule of each, with its default, and what a site passes in with it. */

import type { Request, Response } from 'express';
import { type Fields, isObject, type Rule } from './check.js';
import type { PlenigoError } from './errors.js';
import { defaultLog, type Logger } from './log.js';
import { between, createRule, listOf, matching, oneOf, parseWebAddress, rules, withMethods } from './rules.js';
import type { Texts } from './texts.js';

/** A user of the site, as plenigo needs to know them. */
export interface SiteUser {
  /** The site's own, stable user id: plenigo's external user id. Never an e-mail address that can change. */
  id: string;
  /** The address that plenigo writes to. Without one the reader cannot buy (`email-missing`). */
  email?: string | null | undefined;
  /** The site has proved that this user owns the address. Only then may it lead to an existing plenigo customer. */
  emailVerified?: boolean | undefined;
  /** Default: plenigo learns no first name. */
  firstName?: string | undefined;
  /** The family name. Default: plenigo learns none. */
  lastName?: string | undefined;
  /** ISO 639-1; default: the option `language`. */
  language?: string | undefined;
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

/** A store of customer records shared by several processes: a Keyv instance, or anything with its `get` and `set`. */
export interface RecordStore {
  /** Answers the text that was set, or what that text holds as parsed JSON. Any other answer counts as nothing kept. */
  get(key: string): Promise<unknown>;
  /** `value` is JSON. Keyv takes a time to live in ms as third argument; this package passes none, so Keyv's own `ttl` option decides. */
  set(key: string, value: string): Promise<unknown>;
}

/** Credentials travel to this address, so plain http is allowed for this machine only. */
export const serviceUrl = createRule<string>(
  'an https URL, or http on loopback (127.0.0.1, [::1], localhost)',
  (value) => {
    const url = parseWebAddress(value);
    // An empty query or fragment leaves no trace in `search` and `hash`, but would swallow the path that is added to it.
    return url !== undefined && !/[?#]/.test(url.href) && (url.protocol === 'https:' || isLoopback(url));
  },
);

export const isLoopback = ({ hostname }: URL) => /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(hostname);

function isOrigin(value: unknown): boolean {
  const url = parseWebAddress(value);
  return url !== undefined && url.pathname === '/' && url.search === '' && url.hash === '';
}

const isPath = (value: unknown) => typeof value === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(value);

/** A logger has pino's shape. */
export const loggerRule = withMethods<Logger>(
  'an object with the methods debug, info, warn and error',
  Object.keys(defaultLog),
);

/** Any function fits at run time; only TypeScript knows its parameters. */
const anyFunction = <Wanted>() => rules.function as Rule<Wanted>;

export const connectionRules = {
  /** The company id; live and stage have different ones. */
  companyId: rules.text,
  /** plenigo's live or stage servers. Default `live`. */
  environment: oneOf(['live', 'stage']),
  /** Address of another REST API, such as the sandbox's: https, or http on loopback. Default: the environment's. */
  apiUrl: serviceUrl,
  /** ISO 639-1; for customers whose own language is unknown. Default `en`. */
  language: rules.language,
  /** The whole time one page (or one call of the client) may wait for plenigo, retries included, in ms. Default 2000. */
  timeout: rules.milliseconds,
  /** Any WHATWG fetch. Default: node-fetch, which keeps connections open; the built-in one where that cannot be loaded, as in Jest. */
  fetch: anyFunction<Fetch>(),
  /** Default: warnings and errors go to `process.emitWarning`, the rest to `NODE_DEBUG=express-plenigo`. */
  logger: loggerRule,
  /** Stop asking a plenigo that fails again and again, and try it again by itself. Default: true in `createPlenigo`, false in a lone `PlenigoClient`. */
  circuitBreaker: rules.boolean,
};

/** Which plenigo to talk to: the options that all APIs share. */
export interface ConnectionOptions extends Fields<typeof connectionRules, 'companyId'> {}

const lifetime = between('a number of milliseconds, 0 or more', 0, Number.POSITIVE_INFINITY);

export const siteRules = {
  /** The site's own origin, such as `https://news.example`. Never taken from the Host header. Default: none, then `sourceUrl` and `targetUrl` need `allowedOrigins`. */
  baseUrl: createRule<string>('an origin such as "https://news.example", without a path', isOrigin),
  /** Further origins that `sourceUrl`, `targetUrl` and `oauth2RedirectUrl` may be on. Default none. */
  allowedOrigins: listOf('a list of origins such as "https://shop.example", each without a path', isOrigin),
  /** Who is logged in. Default: `fromPassportUser(req.user)`. */
  user: anyFunction<(req: Request) => SiteUser | null | undefined | Promise<SiteUser | null | undefined>>(),
  /** Where records are kept that several processes share. Default: the session where the site saves it anyway, and this process's memory. */
  store: withMethods<RecordStore>('a Keyv instance, or an object with the methods get and set', ['get', 'set']),
  /** Every e-mail address of this site is verified, whatever `emailVerified` says. Default false. */
  trustEmails: rules.boolean,
  /** plenigo is told verified addresses only; until then a reader has the status `email-missing`. Default false. */
  requireVerifiedEmail: rules.boolean,
  /** Where `requireAccess` sends a browser with nobody logged in: an address to which `returnTo` is added, or a function of the request that gives the whole address. Default: none, it answers 401. */
  loginUrl: createRule<string | ((req: Request) => string | Promise<string>)>(
    'a path such as "/login", an absolute http or https URL, or a function of the request',
    (value) => typeof value === 'function' || isPath(value) || parseWebAddress(value) !== undefined,
  ),
  /** Told of every fault at plenigo that did not stop a page, such as `timeout` or `email-conflict`; a failing store goes to the logger alone. Default: nobody but the logger. */
  onError: anyFunction<(error: PlenigoError, req: Request) => void>(),
  /** `page`: every page view gets a login token. `click`: a token is made when the reader clicks, none before. Default `page`. */
  mode: oneOf(['page', 'click']),
  /** How long "has bought" is remembered in this process, in ms; 0 never. Default 60000. */
  boughtTtl: lifetime,
  /** How long "not bought" is remembered, in ms; in mode `click` only, and never while the reader may be buying. Default 30000. */
  notBoughtTtl: lifetime,
  /** Ask plenigo, once a minute and process, whether the publisher has opened everything to everybody. Default false. */
  paywallSwitch: rules.boolean,
  /** Readers to whom the site opens its pages by itself, such as a verified search engine or staff. Default: nobody. */
  freeFor: anyFunction<(req: Request) => boolean | Promise<boolean>>(),
  /** Where the site mounts `router()`. Default `/plenigo`. */
  routerPath: matching('a path such as "/plenigo", without a slash at its end', /^(\/[\w.~-]+)+$/),
  /** Other words for what this package itself says to readers, by language (ISO 639-1). Default: English and German of its own. */
  texts: createRule<Readonly<Record<string, Partial<Texts>>>>(
    'texts by language, such as { de: { buyLabel: "Kaufen" } }',
    isObject,
  ),
  /** The CSP nonce of this response, for the script tags. Default none. */
  nonce: anyFunction<(req: Request, res: Response) => string>(),
  /** Address of another browser SDK script, or the origin it stands on: https, or http on loopback. Default: that of the sandbox at `apiUrl`, else the environment's. */
  sdkUrl: serviceUrl,
};

/** What the middlewares of every API are told about the site. */
export interface SiteOptions extends Fields<typeof siteRules> {}
