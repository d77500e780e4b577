/** Answers a reader who is not let through: a redirect to the login, a plain page, or JSON for programs. */

import type { Request } from 'express';
import { escapeHtml, renderAttributes } from '../base/escape.js';
import { type Wording, wordingIn } from '../base/texts.js';
import type { Page } from '../page/script-tags.js';
import type { Site } from '../visit/site.js';
import type { Standing, Status } from '../visit/standing.js';
import { forbidCaching } from './no-store.js';

/** In seconds: when it is worth asking again. */
const RETRY_AFTER = '10';

/** What each status that lets nobody through says, its HTTP status, and whether the site's login, or the reader's account there, may help. */
const refusals = {
  anonymous: { text: 'login', httpStatus: 401, login: true, account: false },
  ready: { text: 'buy', httpStatus: 402, login: true, account: false },
  'email-missing': { text: 'emailMissing', httpStatus: 402, login: false, account: true },
  'email-conflict': { text: 'emailConflict', httpStatus: 402, login: true, account: true },
  unavailable: { text: 'unavailable', httpStatus: 503, login: false, account: false },
} as const satisfies Partial<Record<Status, { text: keyof Wording; httpStatus: number } & Record<string, unknown>>>;

type Sentence = (typeof refusals)[keyof typeof refusals]['text'];

/** A browser says that it reads HTML; a program that accepts anything gets JSON. */
export const isBrowser = (req: Request) => /text\/html/i.test(req.headers.accept ?? '');

export async function refuseReader(site: Site, { req, res }: Page, { status, user }: Standing): Promise<void> {
  const { text, httpStatus, login, account } = refusals[status as keyof typeof refusals];
  const wording = wordingIn(site.config, user?.language);
  // The headers that the site has set for this page are not meant for a refusal.
  forbidCaching(site, res);
  const isPage = isBrowser(req) && (req.method === 'GET' || req.method === 'HEAD');
  const loginUrl = isPage && login ? await findLoginUrl(site, req) : undefined;
  if (status === 'anonymous' && loginUrl !== undefined) {
    res.redirect(loginUrl);
    return;
  }
  res.status(httpStatus);
  if (status === 'unavailable') res.set('Retry-After', RETRY_AFTER);
  // Without the router's script no button works.
  const locals = site.scripts && res.locals.plenigo;
  if (!isBrowser(req)) {
    // A program is told what is missing, which is a purchase, rather than what its reader might do; and what a page that
    // it builds needs to sell.
    const selling = status === 'ready' && locals?.offers.length ? locals : undefined;
    res.json({ error: status === 'ready' ? 'not-bought' : status, message: wording[text], ...selling });
    return;
  }
  const ways = (locals?.offers ?? []).map(({ product: { title, id }, buyButton }, _index, { length }) => {
    // A product without a title is named only where there are several buttons to tell apart.
    const name = title ?? (length > 1 ? id : undefined);
    return buyButton(name === undefined ? wording.buyLabel : `${wording.buyLabel}: ${name}`);
  });
  const links = [
    [account ? site.config.accountUrl : undefined, wording.accountLabel],
    [loginUrl, wording.loginLabel],
    [status === 'unavailable' ? '' : undefined, wording.retryLabel],
  ] as const;
  for (const [href, label] of links) if (href !== undefined) ways.push(renderLink(href, label));
  res
    .type('html')
    .send(renderPage(site.config.siteOrigin, { wording, text, scriptTag: locals?.scriptTag ?? '', ways }));
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
function renderPage(
  siteOrigin: string | undefined,
  { text, wording, scriptTag, ways }: { text: Sentence; wording: Wording; scriptTag: string; ways: readonly string[] },
): string {
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
