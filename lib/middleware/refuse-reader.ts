/** Answers a reader who is not let through: a redirect to the login, a plain page, or JSON for programs. */

import type { Request } from 'express';
import { escapeHtml, renderAttributes } from '../base/escape.js';
import { type Wording, wordingIn } from '../base/texts.js';
import type { Page } from '../page/script-tags.js';
import type { Site } from '../visit/site.js';
import type { Standing, Status } from '../visit/standing.js';
import { findLoginUrl } from './login-address.js';
import { forbidCaching } from './no-store.js';

/** In seconds: when it is worth asking again. */
const RETRY_AFTER = '10';

/** A status that lets nobody through. */
type Refusal = Exclude<Status, 'free' | 'metered' | 'bought'>;

/** What each refusal says, its HTTP status, and whether the site's login, or the reader's account there, may help. */
const refusals = {
  anonymous: { text: 'login', httpStatus: 401, helps: ['login'] },
  ready: { text: 'buy', httpStatus: 402, helps: ['login'] },
  'email-missing': { text: 'emailMissing', httpStatus: 402, helps: ['account'] },
  'email-conflict': { text: 'emailConflict', httpStatus: 402, helps: ['account', 'login'] },
  unavailable: { text: 'unavailable', httpStatus: 503, helps: [] },
} as const satisfies Record<Refusal, { text: keyof Wording; httpStatus: number; helps: readonly string[] }>;

/** A browser says that it reads HTML; a program that accepts anything gets JSON. */
export const isBrowser = (req: Request) => /text\/html/i.test(req.headers.accept ?? '');

export async function refuseReader(site: Site, { req, res }: Page, { status, user }: Standing): Promise<void> {
  const reason = status as Refusal;
  const { text, httpStatus } = refusals[reason];
  const helps: readonly string[] = refusals[reason].helps;
  const { accountUrl, siteOrigin } = site.config;
  const wording = wordingIn(site.config, user?.language);
  // The headers that the site has set for this page are not meant for a refusal.
  forbidCaching(site, res);
  const isPage = isBrowser(req) && (req.method === 'GET' || req.method === 'HEAD');
  const loginUrl = isPage && helps.includes('login') ? await findLoginUrl(site, req) : undefined;
  if (reason === 'anonymous' && loginUrl !== undefined) {
    res.redirect(loginUrl);
    return;
  }
  res.status(httpStatus);
  if (reason === 'unavailable') res.set('Retry-After', RETRY_AFTER);
  // Without the router's script no button works.
  const locals = site.scripts && res.locals.plenigo;
  if (isBrowser(req)) {
    const ways = (locals?.offers ?? []).map(({ product: { title, id }, buyButton }, _index, { length }) => {
      // A product without a title is named only where there are several buttons to tell apart.
      const name = title ?? (length > 1 ? id : undefined);
      return buyButton(name === undefined ? wording.buyLabel : `${wording.buyLabel}: ${name}`);
    });
    if (accountUrl !== undefined && helps.includes('account')) ways.push(renderLink(accountUrl, wording.accountLabel));
    if (loginUrl !== undefined) ways.push(renderLink(loginUrl, wording.loginLabel));
    if (reason === 'unavailable') ways.push(renderLink('', wording.retryLabel));
    const { [text]: sentence, [`${text}Heading` as const]: heading, language } = wording;
    const scriptTag = locals?.scriptTag ?? '';
    res.type('html').send(renderPage({ language, heading, sentence, siteOrigin, scriptTag }, ways));
  } else {
    // A program is told what is missing, which is a purchase, rather than what its reader might do; and what a page that
    // it builds needs to sell.
    const selling = reason === 'ready' && locals?.offers.length ? locals : undefined;
    res.json({ error: reason === 'ready' ? 'not-bought' : reason, message: wording[text], ...selling });
  }
}

const renderLink = (href: string, label: string) => `<a${renderAttributes({ href })}>${escapeHtml(label)}</a>`;

interface Refused extends Record<'language' | 'heading' | 'sentence' | 'scriptTag', string> {
  readonly siteOrigin: string | undefined;
}

/** Renders a page that needs no style sheet. `ways` are what the reader can do: buy, log in, or try again. HTML. */
function renderPage({ language, heading, sentence, siteOrigin, scriptTag }: Refused, ways: readonly string[]): string {
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
