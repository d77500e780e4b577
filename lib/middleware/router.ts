/** `router()`: serves the browser scripts, and fresh credentials when a reader clicks or opens their account. */

import type { Request, RequestHandler, Response } from 'express';
import { type PlenigoErrorCode, PlenigoRequestError } from '../base/errors.js';
import { parseWebAddress } from '../base/rules.js';
import { type Texts, wordingIn } from '../base/texts.js';
import { openOffer } from '../page/offer.js';
import { createClientScripts, type Page, readCsrfToken } from '../page/page.js';
import type { Site } from '../visit/site.js';
import type { Status } from '../visit/standing.js';
import { type Visit, visitOf } from '../visit/visit.js';
import { asMiddleware, readJson } from './handler.js';
import { forbidCaching } from './no-store.js';
import { findLoginUrl } from './require-access.js';

/** Any version of a script: while a new version is rolled out, a page of one process loads the script of another. */
const SCRIPT_PATH = /^\/([a-z-]+)-[0-9a-f]{12}\.js$/;

/** A middleware rather than an Express router, because this package works with the site's Express and brings none. */
export function router(site: Site): RequestHandler {
  const { platform, config } = site;
  const scripts = createClientScripts(platform.scripts, config.wordings);
  site.scripts = scripts;
  const endpoints = new Map([['/checkout', answerClick]]);
  if (!platform.rendersCredentials) endpoints.set('/account', answerAccount);
  return asMiddleware(async (page) => {
    const { method } = page.req;
    const path = findPath(site, page.req);
    const script = scripts.get(SCRIPT_PATH.exec(path)?.[1] ?? '');
    const endpoint = endpoints.get(path);
    if (script !== undefined && (method === 'GET' || method === 'HEAD')) serveScript(site, script, path, page.res);
    else if (endpoint !== undefined && method === 'POST') await answerScript(site, page, endpoint);
    else if (endpoint !== undefined && method === 'OPTIONS' && isOfApp(site, page.req)) answerPreflight(site, page);
    else return 'next';
    return 'done';
  });
}

/**
 * Finds what is asked for below `routerPath`: the last segment of the address. The router may be mounted there, at a pattern
 * such as `/plenigo/*path`, or without a path, or behind a proxy that takes a prefix away.
 */
function findPath({ config: { routerPath, reporter } }: Site, { baseUrl, path }: Request): string {
  // At a pattern `baseUrl` is all of the address.
  const whole = path === '/' ? baseUrl : baseUrl + path;
  const [, place = '', name = ''] = /^(.*)(\/.*)$/s.exec(whole) ?? [];
  const isAtEnd = (part: string) => routerPath.toLowerCase().endsWith(part.toLowerCase());
  if (place !== '' && isAtEnd(place)) return name;
  // A router without a path of its own sees the site's own requests as well, which are none of its business.
  const mount = path === '/' ? place : baseUrl;
  if (baseUrl === '' || isAtEnd(mount)) return '';
  const message = `plenigo.router() was reached at ${mount.slice(0, 100)}, but pages look for it at ${routerPath}: set the option routerPath to its path as browsers see it`;
  // Once, however many addresses there are at which a stranger can reach it.
  reporter.warnOnce(message, { about: 'routerPath' });
  return mount === place ? name : '';
}

function serveScript(site: Site, { name, text }: { name: string; text: string }, path: string, res: Response): void {
  // helmet's default would keep it from pages of other origins, and modules are asked for with CORS. It holds nothing of any reader.
  if (site.config.appOrigins.size > 0) {
    res.set({ 'Cross-Origin-Resource-Policy': 'cross-origin', 'Access-Control-Allow-Origin': '*' });
  }
  res.set('Cache-Control', path === `/${name}` ? 'public, max-age=31536000, immutable' : 'no-cache');
  res.set('X-Content-Type-Options', 'nosniff').type('text/javascript').send(text);
}

const isOfApp = ({ config }: Site, { headers }: Request) => config.appOrigins.has(headers.origin ?? '');

function allowApp(site: Site, { req, res }: Page): void {
  if (site.config.appOrigins.size > 0) res.vary('Origin');
  if (!isOfApp(site, req)) return;
  res.set({ 'Access-Control-Allow-Origin': req.headers.origin, 'Access-Control-Allow-Credentials': 'true' });
}

/** What a browser asks before it sends JSON to another origin, and need not ask again for ten minutes. */
function answerPreflight(site: Site, page: Page): void {
  allowApp(site, page);
  const { req, res } = page;
  // A listener in the page may add headers of its own, such as a bearer token's.
  const wanted = String(req.headers['access-control-request-headers'] ?? '');
  const isList = /^[\w-]+( *, *[\w-]+)*$/.test(wanted);
  res.vary('Access-Control-Request-Headers').set('Access-Control-Allow-Headers', isList ? wanted : 'content-type');
  res.set({ 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Max-Age': '600' }).status(204).end();
}

/** What a script of ours is told: what it has asked for, or why it cannot have that. */
type Answer = { readonly status: Status | PlenigoErrorCode; readonly call?: unknown };

/**
 * The HTTP status, the text and the way on of each answer. All others have 200 and a general text: plenigo's outage is no failure of the
 * site, and a 5xx would call its operators for nothing. By the text, or a `call`, the script knows that an answer is ours.
 */
const httpAnswers = new Map<Answer['status'], readonly [number, keyof Texts, ('login' | 'account')?]>([
  ['anonymous', [401, 'loginAgain', 'login']],
  ['bought', [200, 'alreadyBought']],
  ['email-missing', [409, 'emailMissing', 'account']],
  ['email-conflict', [409, 'emailConflict', 'account']],
  ['cross-origin', [403, 'failed']],
  ['offer-invalid', [403, 'outdated']],
  ['already-bought', [200, 'alreadyBought']],
  ['not-for-sale', [200, 'notForSale']],
  ['session-limit', [200, 'sessionLimit']],
]);

/** Answers a request of our script, in a page of the site, by somebody who is logged in. */
type Endpoint = (site: Site, request: ScriptRequest) => Promise<Answer>;
type ScriptRequest = { visit: Visit; userId: string; body: Readonly<Record<string, unknown>> };

async function answerScript(site: Site, page: Page, endpoint: Endpoint): Promise<void> {
  const { req, res } = page;
  forbidCaching(site, res);
  allowApp(site, page);
  const visit = visitOf(site, req);
  const user = await visit.user();
  const reader = user instanceof Error ? undefined : user;
  let answer: Answer = { status: user === undefined ? 'anonymous' : 'unavailable' };
  if (!isTrusted(site, req)) answer = { status: 'cross-origin' };
  else if (reader) answer = await endpoint(site, { visit, userId: reader.id, body: await readJson(req) });
  const { status } = answer;
  if (status === 'cross-origin' || status === 'offer-invalid') {
    site.config.reporter.reportFault({ error: new PlenigoRequestError(status), req });
  }
  const [httpStatus, text, way] = httpAnswers.get(status) ?? [200, 'failed'];
  const wording = wordingIn(site.config, reader?.language);
  const href = way && (await findWay(site, req, way));
  const next = way && href && { href, label: wording[`${way}Label`] };
  // Only a call of the answer's own counts, because one that every object inherits must start no checkout.
  res.status(httpStatus).json(Object.hasOwn(answer, 'call') ? answer : { status, text: wording[text], next });
}

/**
 * Whether a request comes from a page of the site itself, or of an app that it trusts: the guard against cross-site requests
 * that needs no token. Every current browser sends `Sec-Fetch-Site` over https and to loopback, and `Origin` with a POST over
 * plain http, too. Where neither decides (no browser, or an `Origin` but no `baseUrl` to compare it with; the Host header
 * proves nothing), the request passes only if a CSRF middleware stood before and has let it through.
 */
function isTrusted(site: Site, req: Request): boolean {
  // Forms of any site send other types than JSON without asking first.
  if (isOfApp(site, req) && req.is('application/json') === 'application/json') return true;
  const { 'sec-fetch-site': from, origin } = req.headers;
  const { siteOrigin } = site.config;
  if (from !== undefined) return from === 'same-origin';
  if (origin !== undefined && siteOrigin !== undefined) return origin === siteOrigin;
  return typeof (req as Request & { csrfToken?: unknown }).csrfToken === 'function';
}

/** Where the reader of a page whose script has asked goes on; from an app it is a whole address. The login leads back to that page. */
async function findWay(site: Site, req: Request, way: 'login' | 'account'): Promise<string | undefined> {
  const { accountUrl, allowedOrigins, siteOrigin } = site.config;
  const page = parseWebAddress(req.headers.referer);
  // A site without any origin of its own is asked by its own pages alone.
  const isOwn = page !== undefined && (allowedOrigins.size === 0 || allowedOrigins.has(page.origin));
  const back = isOwn ? page.pathname + page.search : '/';
  // A function of the site's is asked as if for the page.
  const asPage = { method: 'GET', url: back, originalUrl: back, baseUrl: '' };
  const address = way === 'account' ? accountUrl : await findLoginUrl(site, Object.assign(Object.create(req), asPage));
  return address !== undefined && isOfApp(site, req) ? new URL(address, siteOrigin).href : address;
}

/** Answers a click, and a reader who has paid and waits for the page. */
const answerClick: Endpoint = async (site, { visit, userId, body }) => {
  const offer = openOffer(site, body.offer, userId);
  if (offer === undefined) return { status: 'offer-invalid' };
  const { ids, terms } = offer;
  const isPaid = body.paid === true;
  // Nobody asks plenigo about an offer that opens no page.
  if (isPaid && ids.length === 0) return { status: 'free' };
  const question = { ids, failOpen: false, mayRemember: false, metered: false, freeFor: () => false };
  const standing = await visit.standing({ ...question, need: isPaid ? 'nothing' : 'credential', terms });
  // Whatever has opened the page meanwhile, the script has to load it anew.
  if (standing.access) return { status: 'bought' };
  const { status, credential, refusal } = standing;
  if (status !== 'ready' || credential === undefined) return { status: refusal ?? status };
  // The page may be hours old, so today's CSRF token goes along.
  return { status, call: site.platform.createCall({ terms, credential, csrfToken: readCsrfToken(visit.req) }) };
};

/** Answers the script of an account page, which asks for what its snippets need. */
const answerAccount: Endpoint = async (_site, { visit, body }) => {
  // No page has more than 20.
  const count = typeof body.count === 'number' ? Math.min(body.count, 20) : 0;
  const { standing, done: credentials = [] } = await visit.credentials(count, { endOthers: body.endOthers === true });
  const { status, refusal } = standing;
  return status === 'ready' ? { status, call: credentials.map(({ token }) => token) } : { status: refusal ?? status };
};
