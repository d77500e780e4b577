/** Asks the site's router for what a checkout, or a page of the account, needs. */

import type { Tag } from '../shared/own-tag.js';

/** What the router answers a click, or what is known without it. */
export interface Answer {
  /**
   * `ready`, `bought` or `free`; else why there is no checkout: `detail.code` of the event `plenigo:error`. Absent where
   * there is a `call`, or nobody waits for the answer any more.
   */
  readonly status?: string;
  /** What plenigo's script is started with: for a page of the account, as many tokens as it has asked for. */
  readonly call?: object;
  /** What the reader is told; else what the script has for the status. */
  readonly text?: string;
}

/** In ms; longer than a site's budget for plenigo should be. */
const PATIENCE = 20_000;

/** Never rejects. */
export async function askRouter(body: object, { endpoint, csrf }: Tag): Promise<Answer> {
  const signal = AbortSignal.timeout(PATIENCE);
  // Not against the page's base, which may lie elsewhere; whatever the tag says, of this origin only.
  const response = await fetch(location.origin + endpoint, {
    method: 'POST',
    mode: 'same-origin',
    // A site that sends readers without session to its login page does so here, too.
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...(csrf && { 'x-csrf-token': csrf }) },
    body: JSON.stringify(body),
    signal,
  }).catch(() => {});
  // An error page of the site, or of a proxy before it, is no answer of the router.
  const answer: Answer | undefined = await response?.json().catch(() => {});
  if (answer?.call ?? answer?.text ?? answer?.status === 'bought') return answer as Answer;
  return { status: signal.aborted ? 'timeout' : (byStatus[response?.status as number] ?? 'unavailable') };
}

const byStatus: Readonly<Record<number | 'undefined', string>> = {
  undefined: 'network',
  // A redirect, which no script is shown.
  0: 'anonymous',
  401: 'anonymous',
  // By the site's own protection, most likely for a CSRF token of yesterday.
  403: 'forbidden',
};
