/** Asks the site's router for what a checkout, or a page of the account, needs. */

import type { Tag } from '../shared/own-tag.js';

/** Why there is no checkout: what the router says, or what the script finds; also `detail.code` of the event `plenigo:error`. */
type FailureCode =
  | 'offer-invalid'
  | 'email-missing'
  | 'email-conflict'
  | 'already-bought'
  | 'not-for-sale'
  | 'session-limit'
  /** Nobody is logged in any more. */
  | 'anonymous'
  /** The site's own protection refused the request, most likely for a CSRF token of yesterday. */
  | 'forbidden'
  /** plenigo's script is not there: an ad blocker, a Content-Security-Policy. */
  | 'blocked'
  /** The site cannot be reached, or did not answer in time. */
  | 'network'
  | 'timeout'
  /** plenigo does not answer, and anything else. */
  | 'unavailable';

/** What the router answers a click, or what is known without it. */
export interface Answer {
  /** Absent where there is a `call`, or nobody waits for the answer any more. */
  readonly status?: FailureCode | 'ready' | 'bought' | 'free';
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

const byStatus: Readonly<Record<number | 'undefined', FailureCode>> = {
  undefined: 'network',
  // A redirect, which no script is shown.
  0: 'anonymous',
  401: 'anonymous',
  403: 'forbidden',
};
