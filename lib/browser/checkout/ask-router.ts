/** Asks the site's router for what a checkout, or a page of the account, needs. */

import { fire, pause, type Tag } from '../shared/page.js';

/** What the router answers, or what is known without it. */
export interface Answer {
  /** `ready`, `bought`, `free`, or the code of `plenigo:error`, by default `unavailable`. Absent also where nobody waits for the answer any more. */
  readonly status?: string | undefined;
  /** What plenigo's script is started with. A page of the account gets as many tokens as it has asked for. */
  readonly call?: object;
  /** What the reader is told. Where it is absent, the script has a sentence for the status. */
  readonly text?: string;
  /** Where the reader can go to set it right, such as the login. */
  readonly next?: { readonly href: string; readonly label: string };
}

/** In ms. It is longer than the time that a site should give plenigo. */
const PATIENCE = 20_000;

/** What an answer means that is none of the router's. */
const meanings: Readonly<Record<number, string>> = {
  // This is a redirect to the site's login, of which a script learns nothing else.
  0: 'anonymous',
  401: 'anonymous',
  // The site's own protection has refused the request, most likely for a CSRF token of yesterday.
  403: 'forbidden',
};

/** Asks with `body`, and makes an answer of whatever goes wrong. It never rejects. */
export function askRouter(body: object, { endpoint, csrf }: Tag, target: Node): Promise<Answer> {
  const headers = new Headers({ 'content-type': 'application/json', ...(csrf && { 'x-csrf-token': csrf }) });
  const waiting: unknown[] = [];
  // The page may add headers, now or later.
  fire(target, 'request', { headers, waitUntil: (promise: unknown) => waiting.push(promise) });

  async function send(): Promise<Answer> {
    await Promise.all(waiting);
    const response = await fetch(endpoint, {
      method: 'POST',
      credentials: 'include',
      // The router leads back here from the login. helmet's default would keep the address from it.
      referrerPolicy: 'same-origin',
      redirect: 'manual',
      headers,
      body: JSON.stringify(body),
    });
    // An error page of the site, or of a proxy before it, is no answer of the router.
    const answer: Answer | undefined = await response.json().catch(() => {});
    const isOurs = answer?.call ?? answer?.text ?? answer?.status === 'bought';
    return isOurs ? (answer as Answer) : { status: meanings[response.status] };
  }

  const timeout = pause(PATIENCE).then(() => ({ status: 'timeout' }));
  return Promise.race([send(), timeout]).catch(() => ({ status: 'network' }));
}
