/** The options that do not depend on plenigo's API: the rule and the default of each, and what the rest makes of them. */

import type { Request, Response } from 'express';
import { checkFields, type Fields, isObject, type Rule, refuse, type Subject, type Table } from './check.js';
import type { PlenigoError } from './errors.js';
import { createReporter, defaultLog, type Logger } from './reporter.js';
import { between, createRule, listOf, matching, oneOf, parseWebAddress, rules, withMethods } from './rules.js';
import { type Texts, wordingsWith } from './texts.js';

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
  init: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal; redirect: 'manual' },
) => Promise<FetchResponse>;

/** What several processes remember together, customer records and answers: a Keyv instance, or anything with its methods. */
export interface RecordStore {
  /** Answers the text that was set, or what that text holds as parsed JSON. Any other answer counts as nothing kept. */
  get(key: string): Promise<unknown>;
  /** `ttl` is a time to live in ms. Records come without, so for them Keyv's own `ttl` option decides. */
  set(key: string, value: string, ttl?: number): Promise<unknown>;
  /** Without it what is forgotten about a reader stays until its time to live ends; it counts no more all the same. */
  delete?(key: string): Promise<unknown>;
  /** Answers what is kept under these keys, in their order. Without it `get` is called for each of them at the same time. */
  getMany?(keys: string[]): Promise<unknown>;
}

/** The site's store in the form in which this package asks it: it never rejects, and where it fails or takes long, nothing is kept. */
export interface SharedStore extends Required<Omit<RecordStore, 'getMany'>> {
  getMany(keys: readonly string[]): Promise<readonly unknown[] | undefined>;
}

/** Credentials travel to this address, so plain http is allowed for this machine only. */
const serviceUrl = createRule('an https URL, or http on loopback (127.0.0.1, [::1], localhost)', (value) => {
  const url = parseWebAddress(value);
  // An empty query or fragment leaves no trace in `search` and `hash`, but would swallow the path that is added to it.
  return url !== undefined && !/[?#]/.test(url.href) && (url.protocol === 'https:' || isLoopback(url));
});

const isLoopback = ({ hostname }: URL) => /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(hostname);
const isOrigin = (value: unknown) => parseWebAddress(value) !== undefined && /^\w+:\/\/[^/?#]+\/?$/.test(String(value));

/** An origin whose pages get credentials of readers. A star in it would be no wildcard for a browser. */
const isAppOrigin = (value: unknown) => isOrigin(value) && serviceUrl.test(value) && !String(value).includes('*');

const isPageAddress = (value: unknown) =>
  (typeof value === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(value)) || parseWebAddress(value) !== undefined;

function isLoginAddress(value: unknown): boolean {
  if (!isObject(value) || Object.keys(value).sort().join() !== 'param,path') return false;
  return isPageAddress(value.path) && rules.text.test(value.param);
}

/** Functions that make a fetch and are none themselves: handed over without a call, they would fail on every page. */
export const fetchMakers = new WeakSet<object>();

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
  fetch: createRule<Fetch>(
    'a WHATWG fetch; where it is undiciFetch, call it: undiciFetch()',
    (value) => typeof value === 'function' && !fetchMakers.has(value),
  ),
  /** Default: warnings and errors go to `process.emitWarning`, the rest to `NODE_DEBUG=express-plenigo`. */
  logger: withMethods<Logger>('an object with the methods debug, info, warn and error', Object.keys(defaultLog)),
  /** Stop asking a plenigo that fails again and again, and try it again by itself. Default: true in `createPlenigo`, false in a lone `PlenigoClient`. */
  circuitBreaker: rules.boolean,
};

/** Which plenigo to talk to: the options that all APIs share. */
export interface ConnectionOptions extends Fields<typeof connectionRules, 'companyId'> {}

const lifetime = between('a number of milliseconds, 0 or more', 0, Number.POSITIVE_INFINITY);

export const siteRules = {
  /** The site's own origin, such as `https://news.example`. Never taken from the Host header. Default: none, then `sourceUrl` and `targetUrl` need `allowedOrigins`. */
  baseUrl: createRule('an origin such as "https://news.example", without a path', isOrigin),
  /** Further origins that `sourceUrl`, `targetUrl` and `oauth2RedirectUrl` may be on. Default none. */
  allowedOrigins: listOf('a list of origins such as "https://shop.example", each without a path', isOrigin),
  /** Origins of pages that may ask the router as the site's own do, such as an app on another host: https, or http on loopback. It needs `baseUrl`. Default none. */
  appOrigins: listOf('a list of https origins such as "https://app.example", or http ones on loopback', isAppOrigin),
  /** Who is logged in. Default: `fromPassportUser(req.user)`. */
  user: rules.function as Rule<
    (req: Request, res: Response) => SiteUser | null | undefined | Promise<SiteUser | null | undefined>
  >,
  /** Where records and answers are kept that several processes share. Default: this process's memory, and for records the session where the site saves it anyway. */
  store: withMethods<RecordStore>('a Keyv instance, or an object with the methods get and set', ['get', 'set']),
  /** Every e-mail address of this site is verified, whatever `emailVerified` says. Default false. */
  trustEmails: rules.boolean,
  /** plenigo is told verified addresses only; until then a reader has the status `email-missing`. Default false. */
  requireVerifiedEmail: rules.boolean,
  /** Where `requireAccess` sends a browser with nobody logged in: an address to which `returnTo` is added, or another `param`, or a function of the request that gives the whole address. Default: none, it answers 401. */
  loginUrl: createRule<string | { path: string; param: string } | ((req: Request) => string | Promise<string>)>(
    'a path such as "/login", an absolute http or https URL, { path, param } with one of both, or a function of the request',
    (value) => typeof value === 'function' || isPageAddress(value) || isLoginAddress(value),
  ),
  /** Where a reader gives or confirms an e-mail address: a page that says one is missing leads there. Default: none. */
  accountUrl: createRule('a path such as "/account", or an absolute http or https URL', isPageAddress),
  /** Told of every fault at plenigo that did not stop a page, such as `timeout` or `email-conflict`; a failing store goes to the logger alone. Default: nobody but the logger. */
  onError: rules.function as Rule<(error: PlenigoError, req: Request) => void>,
  /** `page`: every page view gets a login token. `click`: a token is made when the reader clicks, none before. Default `page`. */
  mode: oneOf(['page', 'click']),
  /** How long nobody is asked again after plenigo has said "has bought", in ms; 0: every page asks. Default 60000. */
  boughtTtl: lifetime,
  /** How long after that a page still opens at once by the old "has bought", in ms, while plenigo is asked beside it for the next page. Default 600000, or 0 with `boughtTtl: 0`. */
  staleWhileRevalidate: lifetime,
  /** How long after `boughtTtl` known buyers read on while plenigo cannot be asked, in ms. Default 86400000, or 0 with `boughtTtl: 0`. */
  staleIfError: lifetime,
  /** How long "not bought" is remembered, in ms; in mode `click` only, and never while the reader may be buying. Default 30000. */
  notBoughtTtl: lifetime,
  /** Ask plenigo, once a minute and process, whether the publisher has opened everything to everybody. Default false. */
  paywallSwitch: rules.boolean,
  /** Pages name in `offers[i].price` what plenigo asks. It is asked for each product or offer once an hour and process. Default false. */
  prices: rules.boolean,
  /** Readers to whom the site opens its pages by itself, such as a verified search engine or staff. Default: nobody. */
  freeFor: rules.function as Rule<(req: Request) => boolean | Promise<boolean>>,
  /** Where the site mounts `router()`. Default `/plenigo`. */
  routerPath: matching('a path such as "/plenigo", without a slash at its end', /^(\/[\w.~-]+)+$/),
  /** Other words for what this package itself says to readers, by language (ISO 639-1). Default: English and German of its own. */
  texts: createRule<Readonly<Record<string, Partial<Texts>>>>(
    'texts by language: { de: { buyLabel: "Kaufen" } }',
    isObject,
  ),
  /** The CSP nonce of this response, for the script tags. Default none. */
  nonce: rules.function as Rule<(req: Request, res: Response) => string>,
  /** Address of another browser SDK script, or the origin it stands on: https, or http on loopback. Default: that of the sandbox at `apiUrl`, else the environment's. */
  sdkUrl: serviceUrl,
  /** Which pages load plenigo's script, without waiting for it: those on which it may be used, `needed`, or `always`; with `blocking` all wait for it, before this package's own. Default `needed`. */
  sdk: oneOf(['needed', 'always', 'blocking']),
};

/** What the middlewares of every API are told about the site. */
export interface SiteOptions extends Fields<typeof siteRules> {}

export type ConnectionConfig = Readonly<ReturnType<typeof resolveConnection>>;
export type SiteConfig = Readonly<ReturnType<typeof resolveSite>>;

/** Checks that options are known, right and there; `key` names the secret one, `missing` says why an API lacks some. */
export function checkOptions<Known extends Table & typeof connectionRules, Key extends keyof Known & string>(
  options: object,
  api: { name: string; rules: Known; key: Key; missing?: Readonly<Record<string, string>> },
) {
  const subject: Subject = { name: api.name, code: 'invalid-option' };
  refuseRequest(options, subject);
  for (const [option, reason] of Object.entries(api.missing ?? {})) {
    if (Object.hasOwn(options ?? {}, option)) refuse(subject, `${api.name}.${option}: ${reason}`);
  }
  // Those that are not set are undefined, so that nobody reads them from a polluted prototype.
  const names = Object.keys({ ...siteRules, ...api.rules });
  const unset: object = Object.fromEntries(names.map((name) => [name, undefined]));
  return { ...unset, ...checkFields(options, { rules: api.rules, subject, required: ['companyId', api.key] }) };
}

/** `app.use(plenigo.register)` without the call passes a request as options: this says so. */
export function refuseRequest(argument: unknown, subject: Subject): void {
  if (!isObject(argument) || !('httpVersion' in argument)) return;
  refuse(subject, `${subject.name} got a request: call ${subject.name}() and use what it returns`);
}

/** Where the API and plenigo's own browser SDK stand; from where else that loads scripts, and where it calls and shows frames. */
type Hosts = Readonly<{ api: string; sdk: string; scripts: readonly string[]; frames: readonly string[] }>;

export function resolveConnection(options: ConnectionOptions & Pick<SiteOptions, 'onError'>, { api }: Hosts) {
  const { language = 'en', timeout = 2000, circuitBreaker = false, logger = defaultLog, onError } = options;
  // A URL object normalises it: `HTTPS://…` would otherwise not be known as https.
  const apiUrl = new URL(options.apiUrl ?? api).href.replace(/\/+$/, '');
  return { ...options, apiUrl, language, timeout, circuitBreaker, reporter: createReporter(logger, onError) };
}

/** The site that checked options describe. The SDK is where the site says, else the sandbox's at `apiUrl`, else plenigo's. */
export function resolveSite(options: ConnectionOptions & SiteOptions, hosts: Hosts) {
  const connection = resolveConnection({ ...options, circuitBreaker: options.circuitBreaker ?? true }, hosts);
  const { baseUrl, loginUrl, mode = 'page', routerPath = '/plenigo', sdk = 'needed', texts } = options;
  const { boughtTtl = 60_000, notBoughtTtl = 30_000 } = options;
  // A site that lets every page ask wants to hear of a refund at once, unless it says otherwise.
  const [tenMinutes, aDay] = boughtTtl === 0 ? [0, 0] : [600_000, 86_400_000];
  const { staleWhileRevalidate = tenMinutes, staleIfError = aDay } = options;
  const api = new URL(connection.apiUrl);
  const isPlenigos = options.sdkUrl === undefined && !isLoopback(api);
  const sdkUrl = new URL(options.sdkUrl ?? (isPlenigos ? hosts.sdk : api.origin));
  if (sdkUrl.pathname === '/') sdkUrl.pathname = new URL(hosts.sdk).pathname;
  const siteOrigin = baseUrl && new URL(baseUrl).origin;
  const listOrigins = (urls: readonly string[] = []) => urls.map((url) => new URL(url).origin);
  const appOrigins: ReadonlySet<string> = new Set(listOrigins(options.appOrigins));
  const complaint = 'createPlenigo.appOrigins: needs the option baseUrl';
  if (appOrigins.size > 0 && siteOrigin === undefined) refuse({ code: 'invalid-option' }, complaint);
  return {
    ...options,
    ...connection,
    ...{ mode, routerPath, sdk, siteOrigin, appOrigins, boughtTtl, notBoughtTtl, staleWhileRevalidate, staleIfError },
    wordings: wordingsWith(texts),
    allowedOrigins: new Set([siteOrigin ?? [], listOrigins(options.allowedOrigins)].flat()) as ReadonlySet<string>,
    /** Where pages find the router: on which origin, too, where some of them are on another one. */
    routerUrl: appOrigins.size > 0 ? `${siteOrigin}${routerPath}` : routerPath,
    loginUrl: typeof loginUrl === 'string' ? { path: loginUrl, param: 'returnTo' } : loginUrl,
    sdkUrl: sdkUrl.href,
    scriptOrigins: [sdkUrl.origin, ...(isPlenigos ? hosts.scripts : [])],
    frameOrigins: [sdkUrl.origin, ...(isPlenigos ? hosts.frames : [])],
  };
}
