/** Asks the site's router for what one checkout needs. */

import type { Tag } from '../shared/own-tag.js';
import type { FailureCode } from './messages.js';

/** The argument of plenigo's checkout function, or else why there is none. */
export interface Credentials {
  call?: object;
  status: FailureCode | 'bought';
}

/** Never rejects. */
export async function fetchCredentials(
  offer: string,
  // A tag without an address has one of no origin.
  { tag: { endpoint = 'none:', csrf }, signal }: { tag: Tag; signal: AbortSignal },
): Promise<Credentials> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(csrf && { 'x-csrf-token': csrf }),
  };
  try {
    const { origin } = location;
    // Not against the page's base, which may lie elsewhere.
    const url = new URL(endpoint, origin);
    if (url.origin !== origin) return { status: 'unavailable' };
    const response = await fetch(url, {
      method: 'POST',
      // A site that sends readers without session to its login page does so here, too.
      redirect: 'manual',
      headers,
      body: JSON.stringify({ offer }),
      signal,
    });
    if (response.type === 'opaqueredirect') return { status: 'anonymous' };
    // An error page of the site, or of a proxy before it, is no answer of the router.
    const answer: Credentials | undefined = await response.json().catch(() => {});
    if (typeof answer?.status === 'string') return answer;
    if (response.status === 401) return { status: 'anonymous' };
    return { status: response.status === 403 ? 'forbidden' : 'unavailable' };
  } catch {
    return { status: signal.aborted ? 'timeout' : 'network' };
  }
}
