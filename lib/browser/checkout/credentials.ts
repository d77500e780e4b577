/** Asks the site's router for what one checkout needs. */

import type { Tag } from '../shared/own-tag.js';
import type { FailureCode } from './messages.js';

/** Why there is no checkout. */
export type Refusal = FailureCode | 'bought';

/** In ms; longer than a site's budget for plenigo should be. */
const PATIENCE = 20_000;

/** The argument of plenigo's checkout function, or why there is none. Never rejects. */
export async function fetchCall(
  offer: string | undefined,
  { tag: { endpoint, csrf }, request }: { tag: Tag; request: AbortController },
): Promise<object | Refusal> {
  setTimeout(() => request.abort(), PATIENCE);
  // Not against the page's base, which may lie elsewhere; whatever the tag says, of this origin only.
  const response = await fetch(`${location.origin}${endpoint}`, {
    method: 'POST',
    mode: 'same-origin',
    // A site that sends readers without session to its login page does so here, too.
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...(csrf && { 'x-csrf-token': csrf }) },
    body: JSON.stringify({ offer }),
    signal: request.signal,
  }).catch(() => {});
  // An error page of the site, or of a proxy before it, is no answer of the router.
  const answer: { status: Refusal; call?: object } | undefined = await response?.json().catch(() => {});
  if (typeof answer?.status === 'string') return answer.call ?? answer.status;
  if (request.signal.aborted) return 'timeout';
  switch (response?.status) {
    case undefined:
      return 'network';
    case 403:
      return 'forbidden';
    case 401:
    // A redirect, which no script is shown.
    case 0:
      return 'anonymous';
    default:
      return 'unavailable';
  }
}
