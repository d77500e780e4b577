/** Checks the options that do not depend on plenigo's API, and turns them into what the rest works with: every default stands here. */

import { checkFields, isObject, refuse, type Subject, type Table } from './check.js';
import { defaultLog, type Logger } from './log.js';
import { type ConnectionOptions, type connectionRules, isLoopback, type SiteOptions } from './option-rules.js';
import { Reporter } from './reporter.js';
import { wordingsWith } from './texts.js';

export type { ConnectionOptions, Fetch, FetchResponse, RecordStore, SiteOptions, SiteUser } from './option-rules.js';
export type { Logger };

export type ConnectionConfig = Readonly<ReturnType<typeof resolveConnection>>;

export type SiteConfig = Readonly<ReturnType<typeof resolveSite>> &
  Pick<ConnectionConfig, 'language' | 'timeout' | 'reporter'>;

/**
 * A copy of the options that has their known fields only. `key` names the option that holds the secret; `missing` gives,
 * for each option that another API has and this one lacks, the reason.
 * @throws PlenigoOptionError if an option is unknown, missing or wrong.
 */
export function checkOptions<Known extends Table & typeof connectionRules, Key extends keyof Known & string>(
  options: object,
  {
    name,
    rules,
    key,
    missing = {},
  }: { name: string; rules: Known; key: Key; missing?: Readonly<Record<string, string>> },
) {
  const subject: Subject = { name, code: 'invalid-option' };
  refuseRequest(options, subject);
  for (const [option, reason] of Object.entries(missing)) {
    if (Object.hasOwn(options ?? {}, option)) refuse(subject, `${name}.${option}: ${reason}`);
  }
  return checkFields(options, { rules, subject, required: ['companyId', key] });
}

/** `app.use(plenigo.register)` without the call passes a request as options: this says so instead of complaining about its fields. */
export function refuseRequest(argument: unknown, subject: Subject): void {
  if (isObject(argument) && 'httpVersion' in argument) {
    refuse(subject, `${subject.name} got a request: call ${subject.name}() and use what it returns`);
  }
}

/** The connection that checked options describe; `apiUrl` is the environment's. */
export function resolveConnection(options: ConnectionOptions & Pick<SiteOptions, 'onError'>, apiUrl: string) {
  return {
    companyId: options.companyId,
    // A URL object normalises it: `HTTPS://…` would otherwise not be known as https.
    apiUrl: new URL(options.apiUrl ?? apiUrl).href.replace(/\/+$/, ''),
    language: options.language ?? 'en',
    timeout: options.timeout ?? 2000,
    fetch: options.fetch,
    reporter: new Reporter(options.logger ?? defaultLog, options.onError),
    circuitBreaker: options.circuitBreaker ?? false,
  };
}

/** Where plenigo's own browser SDK stands, and from where else it loads scripts, and where it calls and shows frames. */
export interface SdkHosts {
  readonly origin: string;
  readonly path: string;
  readonly scripts: readonly string[];
  readonly frames: readonly string[];
}

/** The site that checked options describe. The SDK is where the site says, else that of the sandbox at `apiUrl`, else plenigo's own. */
export function resolveSite(options: SiteOptions, { apiUrl, sdk }: { apiUrl: string; sdk: SdkHosts }) {
  const api = new URL(apiUrl);
  const isPlenigos = options.sdkUrl === undefined && !isLoopback(api);
  const sdkUrl = new URL(options.sdkUrl ?? (isPlenigos ? sdk.origin : api.origin));
  if (sdkUrl.pathname === '/') sdkUrl.pathname = sdk.path;
  const siteOrigin = options.baseUrl === undefined ? undefined : new URL(options.baseUrl).origin;
  const allowed = (options.allowedOrigins ?? []).map((origin) => new URL(origin).origin);
  return {
    wordings: wordingsWith(options.texts),
    siteOrigin,
    /** The site's own origin is one of them. */
    allowedOrigins: new Set(siteOrigin === undefined ? allowed : [siteOrigin, ...allowed]) as ReadonlySet<string>,
    user: options.user,
    store: options.store,
    trustEmails: options.trustEmails ?? false,
    requireVerifiedEmail: options.requireVerifiedEmail ?? false,
    loginUrl: options.loginUrl,
    mode: options.mode ?? 'page',
    boughtTtl: options.boughtTtl ?? 60_000,
    notBoughtTtl: options.notBoughtTtl ?? 30_000,
    paywallSwitch: options.paywallSwitch ?? false,
    freeFor: options.freeFor,
    routerPath: options.routerPath ?? '/plenigo',
    nonce: options.nonce,
    sdkUrl: sdkUrl.href,
    /** Where plenigo's scripts may come from. */
    scriptOrigins: isPlenigos ? [sdkUrl.origin, ...sdk.scripts] : [sdkUrl.origin],
    /** Where plenigo's scripts may call, and its frames may lead to. */
    frameOrigins: isPlenigos ? [sdkUrl.origin, ...sdk.frames] : [sdkUrl.origin],
  };
}
