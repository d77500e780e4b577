/** One reader of the soak: signs up, opens everything, buys it piece by piece, logs out and in between. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Article, articles } from '../../example-app/articles.js';
import type { Tally } from './report.js';

export interface World {
  readonly sandboxUrl: string;
  readonly tally: Tally;
  /** Whether the time is up. */
  isOver(): boolean;
}

/** How often a reader who has bought everything opens it again. */
const ROUNDS = 10;
/** A person waits before trying again, if not for long; in ms. */
const BREATH = 100;
/** In ms. Twenty logins at once wait for each other's password hashing. */
const PATIENCE = 20_000;
const PASSWORD = 'soak-and-dry';

/** Sends one request and reads all of the answer; the status 0 stands for no answer at all. */
async function send(url: string, init: RequestInit, patience = PATIENCE) {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patience), ...init });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch {
    return { status: 0, headers: new Headers(), body: '' };
  }
}

export class Reader {
  readonly email: string;
  readonly #origin: string;
  readonly #world: World;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string, email: string, world: World) {
    this.#origin = origin;
    this.email = email;
    this.#world = world;
  }

  /** A life as a reader; ends early when the time is up. The reader is logged in at its end. */
  async live(): Promise<void> {
    const names = { firstName: 'Soak', lastName: 'Reader' };
    if (!(await this.#enter('/signup', names))) return;
    this.#world.tally.signUps += 1;
    // The first pages of a new customer are three tabs at once.
    await this.#readAll();
    for (const [index, article] of articles.entries()) {
      if (this.#world.isOver()) return;
      await this.#open('/');
      await this.#buyUntilOpen(article);
      await this.#open('/archive');
      await this.#open('/account');
      if (index === 1 && !(await this.#logOutAndIn())) return;
    }
    for (let round = 0; round < ROUNDS && !this.#world.isOver(); round += 1) await this.#readAll();
  }

  /** The products of the articles that are open; reads until the site knows of each, but not beyond this time. */
  async findOpen(deadline: number): Promise<string[]> {
    const open: string[] = [];
    for (const article of articles) {
      let { reading } = await this.#read(article);
      while (reading === 'unavailable' && performance.now() < deadline) {
        await sleep(BREATH);
        ({ reading } = await this.#read(article));
      }
      if (reading === 'open') open.push(article.offer.product.id);
    }
    return open;
  }

  #readAll(): Promise<unknown> {
    return Promise.all(articles.map((article) => this.#read(article)));
  }

  /** Opens an article and looks how much of it there is. */
  async #read({ slug }: Article): Promise<{ html: string; reading: 'open' | 'closed' | 'unavailable' }> {
    const { body: html } = await this.#open(`/article/${slug}`);
    if (html.includes('You paid for this')) return { html, reading: 'open' };
    if (html.includes('data-plenigo-checkout=')) return { html, reading: 'closed' };
    if (html.includes('needs a closer look')) this.#fault('taken for another customer');
    const isOut = html.includes('Log in to read');
    if (isOut) this.#fault('logged out unasked');
    else this.#world.tally.unavailable += 1;
    return { html, reading: isOut ? 'closed' : 'unavailable' };
  }

  async #buyUntilOpen(article: Article): Promise<void> {
    while (!this.#world.isOver()) {
      const { html, reading } = await this.#read(article);
      if (reading === 'open') return;
      if (reading === 'unavailable' || !(await this.#buy(html))) await sleep(BREATH);
    }
  }

  /** Clicks, opens the checkout, and pays. False means that the reader has to try again. */
  async #buy(html: string): Promise<boolean> {
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(html)?.[1] ?? '';
    const csrf = /"csrf":"([^"]+)"/.exec(html)?.[1] ?? '';
    // What the page's script sends on a click.
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf, 'sec-fetch-site': 'same-origin' };
    const sent = { method: 'POST', body: JSON.stringify({ offer }), headers };
    const clicked = await this.#send('/plenigo/checkout', sent);
    if (clicked.status !== 200) {
      this.#fault(`click: ${clicked.status}`);
      return false;
    }
    const { status, call } = JSON.parse(clicked.body) as { status: string; call?: object };
    if (status === 'unavailable') {
      this.#world.tally.clicksAgain += 1;
      return false;
    }
    // Without a call it was bought meanwhile, by a payment whose receipt got lost on the way.
    if (call === undefined) return true;
    const { step, checkoutId } = await this.#askCheckout('start', call);
    if (step !== 'pay') return step === 'owned';
    const receipt = await this.#askCheckout('pay', { checkoutId, cardNumber: '4242 4242 4242 4242' });
    return receipt.step === 'paid';
  }

  /** What the checkout page asks its own server; an empty answer if that is away. */
  async #askCheckout(what: string, body: object): Promise<{ step?: string; checkoutId?: string }> {
    const origin = this.#world.sandboxUrl;
    const headers = { 'content-type': 'application/json', origin };
    const sent = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await send(`${origin}/checkout/${what}`, sent, 3000);
    return answer.status === 200 ? JSON.parse(answer.body) : {};
  }

  async #logOutAndIn(): Promise<boolean> {
    await this.#submit('/', '/logout', {});
    const isIn = await this.#enter('/login');
    if (isIn) this.#world.tally.logIns += 1;
    return isIn;
  }

  /** Signs up or logs in, and says whether that went well. */
  async #enter(path: '/signup' | '/login', fields = {}): Promise<boolean> {
    const page = await this.#submit(path, path, { email: this.email, password: PASSWORD, ...fields });
    const isIn = page.body.includes('Good to see you');
    if (!isIn) this.#fault(`${path}: ${page.status}`);
    return isIn;
  }

  /** Opens the page that has the form, and sends it; what the answer leads to is opened, too. */
  async #submit(formAt: string, action: string, fields: Record<string, string>) {
    const form = await this.#open(formAt);
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    const answer = await this.#open(action, { method: 'POST', body: new URLSearchParams({ _csrf, ...fields }) });
    const location = answer.headers.get('location');
    return answer.status === 302 && location ? this.#open(location) : answer;
  }

  async #open(path: string, init: RequestInit = { method: 'GET' }) {
    const page = await this.#send(path, { ...init, headers: { accept: 'text/html' } });
    const { status, headers } = page;
    const { tally } = this.#world;
    if (status === 200 && headers.get('content-type')?.startsWith('text/html')) tally.pages += 1;
    if (status === 0 || status >= 500) tally.failures.push(`${init.method} ${path}: ${status || 'no answer'}`);
    return page;
  }

  /** Sends and keeps cookies. */
  async #send(path: string, { headers, ...init }: RequestInit) {
    this.#world.tally.requests += 1;
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const page = await send(`${this.#origin}${path}`, { ...init, headers: { ...headers, cookie } as HeadersInit });
    for (const text of page.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
      this.#cookies.set(name, value);
    }
    return page;
  }

  #fault(what: string): void {
    this.#world.tally.faults.push(what);
  }
}
