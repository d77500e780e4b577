/** One reader of the soak: signs up, opens everything, buys it piece by piece, logs out and in between. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Article, articles } from '../../example-app/articles.js';
import { Browser, send } from './browser.js';
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
const PASSWORD = 'soak-and-dry';

export class Reader {
  readonly email: string;
  readonly #world: World;
  readonly #browser: Browser;

  constructor(origin: string, { email, world }: { email: string; world: World }) {
    this.email = email;
    this.#world = world;
    this.#browser = new Browser(origin, world.tally);
  }

  /** A life as a reader; ends early when the time is up. The reader is logged in at its end. */
  async live(): Promise<void> {
    const { tally } = this.#world;
    const names = { firstName: 'Soak', lastName: 'Reader' };
    const page = await this.#browser.submit('/signup', '/signup', { email: this.email, password: PASSWORD, ...names });
    if (!page.body.includes('Good to see you')) return this.#fault(`sign-up: ${page.status}`);
    tally.signUps += 1;
    // The first pages of a new customer are three tabs at once.
    await this.#readAll();
    for (const [index, article] of articles.entries()) {
      if (this.#world.isOver()) return;
      await this.#browser.get('/');
      await this.#buyUntilOpen(article);
      await this.#browser.get('/archive');
      await this.#browser.get('/account');
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
    const { body: html } = await this.#browser.get(`/article/${slug}`);
    if (html.includes('You paid for this')) return { html, reading: 'open' };
    if (html.includes('data-plenigo-checkout=')) return { html, reading: 'closed' };
    if (html.includes('needs a closer look')) this.#fault('taken for another customer');
    if (html.includes('Log in to read')) {
      this.#fault('logged out unasked');
      return { html, reading: 'closed' };
    }
    this.#world.tally.unavailable += 1;
    return { html, reading: 'unavailable' };
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
    const clicked = await this.#browser.click('/plenigo/checkout', { offer }, csrf);
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
    await this.#browser.submit('/', '/logout', {});
    const page = await this.#browser.submit('/login', '/login', { email: this.email, password: PASSWORD });
    const isIn = page.body.includes('Good to see you');
    if (isIn) this.#world.tally.logIns += 1;
    else this.#fault(`login: ${page.status}`);
    return isIn;
  }

  #fault(what: string): void {
    this.#world.tally.faults.push(what);
  }
}
