/** A browser without a window: it keeps cookies, sends forms, and counts what it gets. */

import type { Tally } from './report.js';

export interface Page {
  /** 0 stands for no answer at all. */
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** In ms. Twenty logins at once wait for each other's password hashing. */
const PATIENCE = 20_000;

/** Sends one request and reads all of the answer. */
export async function send(url: string, init: RequestInit, patience = PATIENCE): Promise<Page> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patience), ...init });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch {
    return { status: 0, headers: new Headers(), body: '' };
  }
}

export class Browser {
  readonly #origin: string;
  readonly #tally: Tally;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string, tally: Tally) {
    this.#origin = origin;
    this.#tally = tally;
  }

  get(path: string): Promise<Page> {
    return this.#open(path, { method: 'GET' });
  }

  /** Opens the page that has the form, and sends it; what the answer leads to is opened, too. */
  async submit(formAt: string, action: string, fields: Record<string, string>): Promise<Page> {
    const form = await this.get(formAt);
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    const answer = await this.#open(action, { method: 'POST', body: new URLSearchParams({ _csrf, ...fields }) });
    const location = answer.headers.get('location');
    return answer.status === 302 && location ? this.get(location) : answer;
  }

  /** Sends what the page's script sends on a click. */
  click(path: string, json: object, csrf: string): Promise<Page> {
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf, 'sec-fetch-site': 'same-origin' };
    return this.#send(path, { method: 'POST', body: JSON.stringify(json), headers });
  }

  async #open(path: string, init: RequestInit): Promise<Page> {
    const page = await this.#send(path, { ...init, headers: { accept: 'text/html' } });
    const { status, headers } = page;
    if (status === 200 && headers.get('content-type')?.startsWith('text/html')) this.#tally.pages += 1;
    if (status === 0 || status >= 500) this.#tally.failures.push(`${init.method} ${path}: ${status || 'no answer'}`);
    return page;
  }

  async #send(path: string, { headers, ...init }: RequestInit): Promise<Page> {
    this.#tally.requests += 1;
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const page = await send(`${this.#origin}${path}`, { ...init, headers: { ...headers, cookie } as HeadersInit });
    for (const text of page.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
      this.#cookies.set(name, value);
    }
    return page;
  }
}
