/** `requireAccess()`: lets only those through who have bought one of the products, and answers all others. */

import type { NextFunction, Request, RequestHandler } from 'express';
import { checkFields, type Fields, type Rule, type Subject } from '../base/check.js';
import { escapeHtml, renderAttributes } from '../base/escape.js';
import { oneOrMore, rules } from '../base/rules.js';
import { type Wording, wordingIn } from '../base/texts.js';
import type { Page } from '../page/page.js';
import type { Site } from '../visit/site.js';
import type { Standing, Status } from '../visit/standing.js';
import { checkRoute, openingRules, show, showFault } from './checkout.js';
import { asError, asMiddleware } from './handler.js';
import { forbidCaching } from './no-store.js';

const accessRules = {
  /**
   * Answers a browser that is not let through; `res.locals.plenigo` says why, and has the buy button when `ready`.
   * One that ends without an answer is followed by the default: a plain page with status 401, 402, or 503 if plenigo is
   * unavailable. With the option `loginUrl`, browsers with nobody logged in are sent there instead.
   */
  notBought: oneOrMore('a request handler, or a list of them', rules.function) as Rule<
    RequestHandler | readonly RequestHandler[]
  >,
  /**
   * Let every logged-in reader through while plenigo does not answer or fails on its side. Default false: then nobody
   * passes. A "no" or a refusal of plenigo's, such as a wrong secret or too many requests, opens nothing.
   */
  failOpen: rules.boolean,
};

/** How `requireAccess` treats those it does not let through. */
export interface AccessOptions extends Fields<typeof accessRules>, Fields<typeof openingRules> {}

const subject: Subject = { name: 'requireAccess', code: 'invalid-option' };

export function requireAccess(site: Site, products: unknown, options: AccessOptions = {}): RequestHandler {
  const checked = checkFields(options, { rules: { ...accessRules, ...openingRules }, subject });
  const { notBought = [], failOpen, ...settings } = checked;
  const readRoute = checkRoute(site, [products, settings], { need: 'customer', failOpen, subject });

  async function work(page: Page, next: NextFunction) {
    const { req, res } = page;
    const standing = await show(site, page, await readRoute(req));
    if (standing.access) return 'next';
    const isSentToLogin = standing.status === 'anonymous' && site.config.loginUrl !== undefined;
    const { next: outerNext } = req;
    try {
      if (isBrowser(req) && !isSentToLogin) await runNotBought([notBought].flat(), page);
      if (!res.headersSent) await refuseReader(site, page, standing);
    } catch (error) {
      req.next = outerNext;
      // Its page still has the locals that say why nobody was let through.
      next(asError(error));
    }
    return 'done';
  }

  return asMiddleware(work, (page) => showFault(site, page));
}

/**
 * Runs the handlers one after the other, as a route does, but none of them can lead past the guard, not even later by
 * `req.next`. The promise stays open where one of them answers, and takes its first word alone: who hands on and then fails
 * reaches no error page.
 */
async function runNotBought(handlers: readonly RequestHandler[], { req, res }: Page): Promise<void> {
  for (const handler of handlers) {
    const reason = await new Promise<unknown>((resolve, reject) => {
      // Express itself goes on by `req.next`, for instance from a file that turns out to be a folder.
      req.next = resolve;
      const result: unknown = handler(req, res, resolve);
      // Express 4 knows nothing of promises, but a rejected handler must reach the site's error handler there, too.
      if (result instanceof Promise) result.catch(reject);
    });
    // Leaving this route or router would lead past the guard, so the other handlers are skipped instead.
    if (reason === 'route' || reason === 'router') return;
    if (reason) throw reason;
  }
}

/** A browser says that it reads HTML; a program that accepts anything gets JSON. */
const isBrowser = (req: Request) => /text\/html/i.test(req.headers.accept ?? '');

/** What each status that lets nobody through says, its HTTP status, and whether the site's login, or the reader's account there, may help. */
const refusals = {
  anonymous: { text: 'login', httpStatus: 401, login: true, account: false },
  ready: { text: 'buy', httpStatus: 402, login: true, account: false },
  'email-missing': { text: 'emailMissing', httpStatus: 402, login: false, account: true },
  'email-conflict': { text: 'emailConflict', httpStatus: 402, login: true, account: true },
  unavailable: { text: 'unavailable', httpStatus: 503, login: false, account: false },
} as const satisfies Partial<Record<Status, { text: keyof Wording; httpStatus: number } & Record<string, unknown>>>;

type Sentence = (typeof refusals)[keyof typeof refusals]['text'];
type Refusal = { text: Sentence; wording: Wording; scriptTag: string; ways: readonly string[] };

async function refuseReader(site: Site, { req, res }: Page, { status, user }: Standing): Promise<void> {
  const { text, httpStatus, login, account } = refusals[status as keyof typeof refusals];
  const wording = wordingIn(site.config, user?.language);
  // The headers that the site has set for this page are not meant for a refusal.
  forbidCaching(site, res);
  const isPage = isBrowser(req) && (req.method === 'GET' || req.method === 'HEAD');
  const loginUrl = isPage && login ? await findLoginUrl(site, req) : undefined;
  if (status === 'anonymous' && loginUrl !== undefined) return res.redirect(loginUrl);
  res.status(httpStatus);
  if (status === 'unavailable') res.set('Retry-After', '10');
  // Without the router's script no button works.
  const locals = site.scripts && res.locals.plenigo;
  if (!isBrowser(req)) {
    // A program is told that a purchase is missing, rather than what its reader might do, and gets what it needs to sell one.
    const selling = status === 'ready' && locals?.offers.length ? locals : undefined;
    res.json({ error: status === 'ready' ? 'not-bought' : status, message: wording[text], ...selling });
    return;
  }
  const ways = (locals?.offers ?? []).map(({ product: { title, id }, buyButton }, _index, { length }) => {
    // A product without a title is named only where there are several buttons to tell apart.
    const name = title ?? (length > 1 ? id : undefined);
    return buyButton(name === undefined ? wording.buyLabel : `${wording.buyLabel}: ${name}`);
  });
  const { accountUrl, siteOrigin } = site.config;
  if (account && accountUrl !== undefined) ways.push(renderLink(accountUrl, wording.accountLabel));
  if (loginUrl !== undefined) ways.push(renderLink(loginUrl, wording.loginLabel));
  if (status === 'unavailable') ways.push(renderLink('', wording.retryLabel));
  res.type('html').send(renderPage(siteOrigin, { wording, text, scriptTag: locals?.scriptTag ?? '', ways }));
}

/** Where the site's login is, with the way back to the page that its reader is on; undefined if the site has not said so. */
export async function findLoginUrl({ config: { loginUrl } }: Site, req: Request): Promise<string | undefined> {
  if (loginUrl === undefined || typeof loginUrl === 'function') return loginUrl?.(req);
  const { path, param } = loginUrl;
  // A path with two slashes at its start would be an address on another host.
  const back = req.originalUrl.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^[/\\]*/, '/');
  const query = `${/^[^#]*\?/.test(path) ? '&' : '?'}${encodeURIComponent(param)}=${encodeURIComponent(back)}`;
  // The query of an address ends where its fragment begins.
  return path.replace(/#|$/, (end) => query + end);
}

const renderLink = (href: string, label: string) => `<a${renderAttributes({ href })}>${escapeHtml(label)}</a>`;

/** Renders a page that needs no style sheet. `ways` are what the reader can do: buy, log in, or try again. HTML. */
function renderPage(siteOrigin: string | undefined, { text, wording, scriptTag, ways }: Refusal): string {
  const { [text]: sentence, [`${text}Heading` as const]: heading, language } = wording;
  const host = siteOrigin === undefined ? undefined : new URL(siteOrigin).host;
  const masthead = host === undefined ? '' : `<header><p>${renderLink(`${siteOrigin}/`, host)}</p></header>\n`;
  return `<!doctype html>
<html${renderAttributes({ lang: language })}>
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(host === undefined ? heading : `${heading} – ${host}`)}</title>
${scriptTag}
</head>
<body>
${masthead}<main>
<h1>${escapeHtml(heading)}</h1>
<p>${escapeHtml(sentence)}</p>
${ways.map((way) => `<p>${way}</p>`).join('\n')}
</main>
</body>
</html>
`;
}
