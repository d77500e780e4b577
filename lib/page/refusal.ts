/** What a reader is told who is not let through, and the page for browsers, which needs no style sheet. */

import { escapeHtml, renderAttributes } from '../base/escape.js';
import type { Wording } from '../base/texts.js';
import type { Status } from '../visit/standing.js';
import type { PlenigoLocals } from './locals.js';

/** A status that lets nobody through. */
export type Refusal = Exclude<Status, 'free' | 'metered' | 'bought'>;

/** What each refusal says, its HTTP status, and whether the site's login may help the reader. */
export const refusals = {
  anonymous: { text: 'login', httpStatus: 401, loginHelps: true },
  ready: { text: 'buy', httpStatus: 402, loginHelps: true },
  'email-missing': { text: 'emailMissing', httpStatus: 402, loginHelps: false },
  'email-conflict': { text: 'emailConflict', httpStatus: 402, loginHelps: true },
  unavailable: { text: 'unavailable', httpStatus: 503, loginHelps: false },
} as const satisfies Record<Refusal, { text: keyof Wording; httpStatus: number; loginHelps: boolean }>;

interface RefusalPage {
  readonly reason: Refusal;
  readonly wording: Wording;
  readonly locals: PlenigoLocals | undefined;
  /** The site's login, with the way back, where that helps. */
  readonly loginUrl: string | undefined;
}

/** The page offers what the reader can do: buy, log in, or try again. It is dark where the reader wants that. */
export function renderRefusal({ reason, wording, locals, loginUrl }: RefusalPage): string {
  const { text } = refusals[reason];
  const heading = escapeHtml(wording[`${text}Heading`]);
  const renderLink = (href: string, label: string) => `<a${renderAttributes({ href })}>${escapeHtml(label)}</a>`;
  const offers = locals?.offers ?? [];
  const ways = offers.map(({ product: { title, id }, buyButton }) => {
    // A product without a title is named only where there are several buttons to tell apart.
    const name = title ?? (offers.length > 1 ? id : undefined);
    return buyButton(name === undefined ? wording.buyLabel : `${wording.buyLabel}: ${name}`);
  });
  if (loginUrl !== undefined) ways.push(renderLink(loginUrl, wording.loginLabel));
  if (reason === 'unavailable') ways.push(renderLink('', wording.retryLabel));
  return `<!doctype html>
<html${renderAttributes({ lang: wording.language })}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${heading}</title>
${locals?.scriptTag ?? ''}
</head>
<body>
<main>
<h1>${heading}</h1>
<p>${escapeHtml(wording[text])}</p>
${ways.map((way) => `<p>${way}</p>`).join('\n')}
</main>
</body>
</html>
`;
}
