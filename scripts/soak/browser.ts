// A browser without a window: keeps cookies and connections, sends forms, and counts what it gets.
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Page {
  /** 0: no answer at all. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What all browsers together have seen. */
export class Tally {
  requests = 0;
  /** HTML pages that came with 200. */
  pages = 0;
  /** 5xx for a page or a form, and sites that did not answer, as `GET /path: 500`. */
  readonly failures: string[] = [];
}

const agent = new Agent({ keepAlive: true, maxFreeSockets: 512 });

/** In ms. Twenty logins at once wait for each other's password hashing. */
const PATIENCE = 20_000;

export interface Sent {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** How long to wait for the answer, in ms. */
  readonly patience?: number;
}

/** Sends one request; status 0 if there was no answer. */
export function send(url: string, { method, headers, body, patience = PATIENCE }: Sent): Promise<Page> {
  return new Promise((resolve) => {
    const lost = () => resolve({ status: 0, headers: {}, body: '' });
    const sent = request(url, { method, headers, agent, timeout: patience }, (response) => {
      text(response).then(
        (received) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received }),
        lost,
      );
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', lost);
    sent.end(body);
  });
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
    return this.#page('GET', path, {});
  }

  /** Opens the page that has the form, and sends it; what the answer leads to is opened, too. */
  async submit(formAt: string, action: string, fields: Record<string, string>): Promise<Page> {
    const form = await this.get(formAt);
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    const answer = await this.#page('POST', action, {
      body: new URLSearchParams({ _csrf, ...fields }).toString(),
      type: 'application/x-www-form-urlencoded',
    });
    const { location } = answer.headers;
    return answer.status === 302 && location ? this.get(location) : answer;
  }

  /** What the page's script sends on a click. */
  async click(path: string, json: object, csrf: string): Promise<Page> {
    const headers = { 'x-csrf-token': csrf, 'sec-fetch-site': 'same-origin', accept: 'application/json' };
    return this.#send('POST', path, { body: JSON.stringify(json), type: 'application/json', headers });
  }

  async #page(method: 'GET' | 'POST', path: string, sent: { body?: string; type?: string }): Promise<Page> {
    const page = await this.#send(method, path, { ...sent, headers: { accept: 'text/html' } });
    const { status, headers } = page;
    if (status === 200 && headers['content-type']?.startsWith('text/html')) this.#tally.pages += 1;
    if (status === 0 || status >= 500) this.#tally.failures.push(`${method} ${path}: ${status || 'no answer'}`);
    return page;
  }

  async #send(
    method: 'GET' | 'POST',
    path: string,
    { body, type, headers }: { body?: string; type?: string; headers: Record<string, string> },
  ): Promise<Page> {
    this.#tally.requests += 1;
    const page = await send(`${this.#origin}${path}`, {
      method,
      headers: {
        ...headers,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body !== undefined && type !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && { body }),
    });
    for (const cookie of page.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    return page;
  }
}
