/** What a reader is told who is not let through: a sentence for programs, a page for browsers that needs no style sheet. */

import { escapeHtml, renderAttributes } from '../base/escape.js';
import type { Wording } from '../base/texts.js';
import type { Status } from '../visit/standing.js';
import type { PlenigoLocals } from './locals.js';

export type Refusal = Exclude<Status, 'free' | 'metered' | 'bought'>;

const textOf = {
  anonymous: 'login',
  ready: 'buy',
  'email-missing': 'emailMissing',
  'email-conflict': 'emailConflict',
  unavailable: 'unavailable',
} as const satisfies Record<Refusal, keyof Wording>;

export const refusalMessage = (wording: Wording, reason: Refusal): string => wording[textOf[reason]];

interface RefusalPage {
  readonly reason: Refusal;
  readonly wording: Wording;
  readonly locals: PlenigoLocals | undefined;
  /** The site's login, with the way back, if it helps. */
  readonly loginUrl: string | undefined;
}

/** Dark where the reader wants that. */
export function renderRefusal({ reason, wording, locals, loginUrl }: RefusalPage): string {
  const heading = escapeHtml(wording[`${textOf[reason]}Heading`]);
  const link = (href: string, label: string) => `<a${renderAttributes({ href })}>${escapeHtml(label)}</a>`;
  const offers = locals?.offers ?? [];
  const ways = offers.map(({ product: { title, id }, buyButton }) => {
    // Only what tells several buttons apart has to be said where there is no title.
    const name = title ?? (offers.length > 1 ? id : undefined);
    return buyButton(name === undefined ? wording.buyLabel : `${wording.buyLabel}: ${name}`);
  });
  if (loginUrl !== undefined) ways.push(link(loginUrl, wording.loginLabel));
  if (reason === 'unavailable') ways.push(link('', wording.retryLabel));
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
<p>${escapeHtml(refusalMessage(wording, reason))}</p>
${ways.map((way) => `<p>${way}</p>`).join('\n')}
</main>
</body>
</html>
`;
}
