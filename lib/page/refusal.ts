/** What a reader is told who is not let through: a sentence for programs, and for browsers a page that needs no style sheet. */

import { escapeHtml, renderAttributes } from '../base/escape.js';
import type { Wording } from '../base/texts.js';
import type { Status } from '../visit/standing.js';
import type { PlenigoLocals } from './locals.js';

/** A status that lets nobody through. */
export type Refusal = Exclude<Status, 'free' | 'metered' | 'bought'>;

const textKeys = {
  anonymous: 'login',
  ready: 'buy',
  'email-missing': 'emailMissing',
  'email-conflict': 'emailConflict',
  unavailable: 'unavailable',
} as const satisfies Record<Refusal, keyof Wording>;

export const findRefusalText = (wording: Wording, reason: Refusal): string => wording[textKeys[reason]];

interface RefusalPage {
  readonly reason: Refusal;
  readonly wording: Wording;
  readonly locals: PlenigoLocals | undefined;
  /** The site's login, with the way back, where that helps. */
  readonly loginUrl: string | undefined;
}

/** The page has what the reader can do about the refusal: buttons, the login, or another try. It is dark where the reader wants that. */
export function renderRefusal({ reason, wording, locals, loginUrl }: RefusalPage): string {
  const heading = escapeHtml(wording[`${textKeys[reason]}Heading`]);
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
<p>${escapeHtml(findRefusalText(wording, reason))}</p>
${ways.map((way) => `<p>${way}</p>`).join('\n')}
</main>
</body>
</html>
`;
}
