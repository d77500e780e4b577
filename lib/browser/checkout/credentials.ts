/** Asks the site's router for what one checkout needs. */

import type { FailureCode } from './messages.js';

/** What a script tag of this package says, in its data attributes. */
export interface Tag {
  endpoint?: string;
  csrf?: string;
  lang?: string;
}

/** The argument of plenigo's checkout function, or else why there is none. */
export interface Credentials {
  call?: object;
  status: FailureCode | 'bought';
}

/** Never rejects. */
export async function fetchCredentials(
  offer: string,
  { endpoint, csrf, signal }: { endpoint: string; csrf: string | undefined; signal: AbortSignal },
): Promise<Credentials> {
  const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' };
  if (csrf) headers['x-csrf-token'] = csrf;
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      // A site that sends readers without session to its login page does so here, too.
      redirect: 'manual',
      headers,
      body: JSON.stringify({ offer }),
      signal,
    });
    if (response.type === 'opaqueredirect') return { status: 'anonymous' };
    // An error page of the site, or of a proxy before it, is no answer of the router.
    const answer: unknown = await response.json().catch(() => {});
    return isCredentials(answer) ? answer : { status: statusOf(response.status) };
  } catch {
    return { status: signal.aborted ? 'timeout' : 'network' };
  }
}

function isCredentials(answer: unknown): answer is Credentials {
  return typeof (answer as Credentials | undefined)?.status === 'string';
}

function statusOf(code: number): FailureCode {
  if (code === 401) return 'anonymous';
  return code === 403 ? 'forbidden' : 'unavailable';
}
