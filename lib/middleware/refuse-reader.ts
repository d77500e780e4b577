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

/** A status that lets nobody through. */
type Refusal = Exclude<Status, 'free' | 'metered' | 'bought'>;

/** What each refusal says, its HTTP status, and whether the site's login may help the reader. */
const refusals = {
  anonymous: { text: 'login', httpStatus: 401, loginHelps: true },
  ready: { text: 'buy', httpStatus: 402, loginHelps: true },
  'email-missing': { text: 'emailMissing', httpStatus: 402, loginHelps: false },
  'email-conflict': { text: 'emailConflict', httpStatus: 402, loginHelps: true },
  unavailable: { text: 'unavailable', httpStatus: 503, loginHelps: false },
} as const satisfies Record<Refusal, { text: keyof Wording; httpStatus: number; loginHelps: boolean }>;

/** A browser says that it reads HTML; a program that accepts anything gets JSON. */
export const isBrowser = (req: Request) => /text\/html/i.test(req.headers.accept ?? '');

export async function refuseReader(site: Site, { req, res }: Page, { status, user }: Standing): Promise<void> {
  const reason = status as Refusal;
  const { text, httpStatus, loginHelps } = refusals[reason];
  const wording = wordingIn(site.config, user?.language);
  // The headers that the site has set for this page are not meant for a refusal.
  forbidCaching(site, res);
  const isPage = isBrowser(req) && (req.method === 'GET' || req.method === 'HEAD');
  const loginUrl = isPage && loginHelps ? await findLoginUrl(site, req) : undefined;
  if (reason === 'anonymous' && loginUrl !== undefined) {
    res.redirect(loginUrl);
    return;
  }
  res.status(httpStatus);
  if (reason === 'unavailable') res.set('Retry-After', RETRY_AFTER);
  if (isBrowser(req)) {
    // Without the router's script no button works.
    const locals = site.scripts && res.locals.plenigo;
    const ways = (locals?.offers ?? []).map(({ product: { title, id }, buyButton }, _index, { length }) => {
      // A product without a title is named only where there are several buttons to tell apart.
      const name = title ?? (length > 1 ? id : undefined);
      return buyButton(name === undefined ? wording.buyLabel : `${wording.buyLabel}: ${name}`);
    });
    if (loginUrl !== undefined) ways.push(renderLink(loginUrl, wording.loginLabel));
    if (reason === 'unavailable') ways.push(renderLink('', wording.retryLabel));
    const { [text]: sentence, [`${text}Heading` as const]: heading, language } = wording;
    res.type('html').send(renderPage({ language, heading, sentence, scriptTag: locals?.scriptTag ?? '' }, ways));
  } else {
    // A program is told what is missing, which is a purchase, rather than what its reader might do.
    res.json({ error: reason === 'ready' ? 'not-bought' : reason, message: wording[text] });
  }
}

/** Where the site's login is, with the way back to this page; undefined if the site has not said. */
async function findLoginUrl({ config: { loginUrl } }: Site, req: Request): Promise<string | undefined> {
  if (loginUrl === undefined || typeof loginUrl === 'function') return loginUrl?.(req);
  // A path with two slashes at its start would be an address on another host.
  const path = req.originalUrl.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^[/\\]*/, '/');
  const [address = '', fragment] = loginUrl.split('#', 2);
  const query = `${address.includes('?') ? '&' : '?'}returnTo=${encodeURIComponent(path)}`;
  return `${address}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}

const renderLink = (href: string, label: string) => `<a${renderAttributes({ href })}>${escapeHtml(label)}</a>`;

/** Renders a page that needs no style sheet. `ways` are what the reader can do: buy, log in, or try again. HTML. */
function renderPage(
  { language, heading, sentence, scriptTag }: Record<'language' | 'heading' | 'sentence' | 'scriptTag', string>,
  ways: readonly string[],
): string {
  return `<!doctype html>
<html${renderAttributes({ lang: language })}>
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(heading)}</title>
${scriptTag}
</head>
<body>
<main>
<h1>${escapeHtml(heading)}</h1>
<p>${escapeHtml(sentence)}</p>
${ways.map((way) => `<p>${way}</p>`).join('\n')}
</main>
</body>
</html>
`;
}
