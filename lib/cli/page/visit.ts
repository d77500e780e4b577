/** Asks a site for a page and what it loads, as a browser with the reader's cookies would. */

import nodeFetch, { type RequestInit } from 'node-fetch';

/** What the site answered. */
export interface Answer {
  readonly url: URL;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Those that it sets, as a browser sends them back. */
  readonly cookies: readonly string[];
  readonly text: string;
}

/** What came of asking: an answer, or why there is none. */
export type Outcome = Answer | { readonly reason: string };

export const isAnswer = (outcome: Outcome): outcome is Answer => 'status' in outcome;

/** In ms. The doctor is patient, because a slow answer is still an answer. */
export const PATIENCE_MS = 10_000;
/** No page that anybody reads is larger. */
const MOST_BYTES = 5_000_000;
const MOST_REDIRECTS = 5;

/** One reader at one site. The cookie goes to the origin of the page alone, and is in no answer. */
export class PageVisit {
  readonly #origin: string;
  /** As a browser sends them: what the site has set last comes first. */
  #cookies: string[];

  constructor(page: URL, cookie: string | undefined) {
    this.#origin = page.origin;
    this.#cookies = cookie === undefined ? [] : [cookie];
  }

  /** Follows redirects within the site. */
  async open(url: URL): Promise<Outcome> {
    let outcome = await this.ask(url);
    for (let hops = 0; hops < MOST_REDIRECTS && isAnswer(outcome); hops += 1) {
      const target = readTarget(outcome);
      if (target === undefined || target.origin !== this.#origin) break;
      outcome = await this.ask(target);
    }
    return outcome;
  }

  /** Asks for one address, or posts JSON there as our script does. */
  async ask(url: URL, post?: { body: object; headers: Readonly<Record<string, string>> }): Promise<Outcome> {
    const isOwn = url.origin === this.#origin;
    const headers: Record<string, string> = {
      accept: post === undefined ? 'text/html,*/*;q=0.8' : '*/*',
      ...(isOwn && this.#cookies.length > 0 && { cookie: this.#cookies.join('; ') }),
      ...post?.headers,
    };
    const sent = post && { method: 'POST', body: JSON.stringify(post.body) };
    const outcome = await load(url, { ...sent, headers, redirect: 'manual' });
    if (isOwn && isAnswer(outcome)) this.#cookies = [...outcome.cookies, ...this.#cookies];
    return outcome;
  }
}

/** Loads an address, and follows redirects unless told otherwise. */
export async function load(address: URL | string, init: RequestInit = {}): Promise<Outcome> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await nodeFetch(address, { ...init, size: MOST_BYTES, signal });
    const { status, headers } = response;
    const cookies = (headers.raw()['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] ?? '');
    return { url: new URL(address), status, headers, cookies, text: await response.text() };
  } catch (error) {
    const { name, code, type } = error as NodeJS.ErrnoException & { type?: string };
    return { reason: name === 'AbortError' ? 'no answer in ten seconds' : (code ?? type ?? 'the connection failed') };
  }
}

export const isScript = ({ status, headers }: Answer) =>
  status === 200 && /javascript/.test(headers.get('content-type') ?? '');

/** Where a redirect leads. */
export function readTarget({ status, url, headers }: Answer): URL | undefined {
  const location = headers.get('location');
  return status >= 300 && status < 400 && location !== null && URL.canParse(location, url.href)
    ? new URL(location, url)
    : undefined;
}

/** Whether it is one of this machine. */
export const isLocal = ({ hostname }: URL) => /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(hostname);

/** An address for people to read: without query and fragment, in which there may be a token. */
export const showAddress = ({ origin, pathname }: URL) => `${origin}${pathname}`;
