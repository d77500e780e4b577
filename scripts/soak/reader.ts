// One reader of the soak: signs up, opens everything, buys it piece by piece, logs out and in between.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Article, articles } from '../../example-app/articles.js';
import { Browser, send, type Tally } from './browser.js';

/** What happened to all readers together, beyond the pages they got. */
export class Events {
  /** Readers who got through the sign-up. */
  signUps = 0;
  logIns = 0;
  /** Payments that the checkout page has confirmed. */
  paid = 0;
  /** Pages that did not know what the reader had bought. */
  unavailable = 0;
  /** Clicks on the buy button that had to be repeated. */
  clicksAgain = 0;
  /** What must never happen: the reader took for somebody else, a click refused, a login failed. */
  readonly faults: string[] = [];
}

export interface World {
  readonly sandboxUrl: string;
  readonly tally: Tally;
  readonly events: Events;
  /** The time is up. */
  isOver(): boolean;
}

/** So often a reader opens everything again. */
const ROUNDS = 10;

/** A person waits before trying again, if not for long. */
const BREATH = 100;
const PASSWORD = 'soak-and-dry';

type Reading = 'open' | 'closed' | 'unavailable';

export class Reader {
  readonly email: string;
  readonly #world: World;
  readonly #browser: Browser;

  constructor(origin: string, { email, world }: { email: string; world: World }) {
    this.email = email;
    this.#world = world;
    this.#browser = new Browser(origin, world.tally);
  }

  /** A life as a reader; ends early when the time is up. Logged in at its end. */
  async live(): Promise<void> {
    const { events } = this.#world;
    const page = await this.#browser.submit('/signup', '/signup', {
      email: this.email,
      password: PASSWORD,
      firstName: 'Soak',
      lastName: 'Reader',
    });
    if (!page.body.includes('Good to see you')) return this.#fault(`sign-up: ${page.status}`);
    events.signUps += 1;
    // Three tabs at once: the first pages of a new customer.
    await Promise.all(articles.map((article) => this.read(article)));
    for (const [index, article] of articles.entries()) {
      if (this.#world.isOver()) return;
      await this.#browser.get('/');
      await this.#buyUntilOpen(article);
      await this.#browser.get('/archive');
      await this.#browser.get('/account');
      if (index === 1 && !(await this.#logOutAndIn())) return;
    }
    for (let round = 0; round < ROUNDS && !this.#world.isOver(); round += 1) {
      await Promise.all(articles.map((article) => this.read(article)));
    }
  }

  /** Opens an article and looks how much of it there is. */
  async read(article: Article): Promise<Reading> {
    return this.#readingOf((await this.#browser.get(pathOf(article))).body);
  }

  /** Reads until the site knows whether the reader has bought the article, but not beyond this time. */
  async finds(article: Article, deadline: number): Promise<boolean> {
    while (performance.now() < deadline) {
      const reading = await this.read(article);
      if (reading !== 'unavailable') return reading === 'open';
      await sleep(BREATH);
    }
    return false;
  }

  async #buyUntilOpen(article: Article): Promise<void> {
    while (!this.#world.isOver()) {
      const { body } = await this.#browser.get(pathOf(article));
      const reading = this.#readingOf(body);
      if (reading === 'open') return;
      if (reading === 'unavailable' || !(await this.#buy(body))) await sleep(BREATH);
    }
  }

  #readingOf(html: string): Reading {
    if (html.includes('You paid for this')) return 'open';
    if (html.includes('data-plenigo-checkout=')) return 'closed';
    if (html.includes('needs a closer look')) this.#fault('taken for another customer');
    if (html.includes('Log in to read')) {
      this.#fault('logged out unasked');
      return 'closed';
    }
    this.#world.events.unavailable += 1;
    return 'unavailable';
  }

  /** The click, the checkout's frame, the payment. False: the reader has to try again. */
  async #buy(html: string): Promise<boolean> {
    const { events, sandboxUrl } = this.#world;
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(html)?.[1] ?? '';
    const csrf = /data-csrf="([^"]+)"/.exec(html)?.[1] ?? '';
    const clicked = await this.#browser.click('/plenigo/checkout', { offer }, csrf);
    if (clicked.status !== 200) {
      this.#fault(`click: ${clicked.status}`);
      return false;
    }
    const { status, call } = JSON.parse(clicked.body) as { status: string; call?: object };
    if (status === 'unavailable') {
      events.clicksAgain += 1;
      return false;
    }
    // Bought meanwhile: by a payment whose receipt got lost on the way.
    if (call === undefined) return true;
    const started = await checkoutPage(sandboxUrl, '/checkout/start', call);
    if (started.step !== 'pay') return started.step === 'owned';
    const { checkoutId } = started;
    const receipt = await checkoutPage(sandboxUrl, '/checkout/pay', {
      checkoutId,
      cardNumber: '4242 4242 4242 4242',
    });
    if (receipt.step !== 'paid') return false;
    events.paid += 1;
    return true;
  }

  async #logOutAndIn(): Promise<boolean> {
    await this.#browser.submit('/', '/logout', {});
    const page = await this.#browser.submit('/login', '/login', { email: this.email, password: PASSWORD });
    const isIn = page.body.includes('Good to see you');
    if (isIn) this.#world.events.logIns += 1;
    else this.#fault(`login: ${page.status}`);
    return isIn;
  }

  #fault(what: string): void {
    this.#world.events.faults.push(what);
  }
}

const pathOf = ({ slug }: Article) => `/article/${slug}`;

/** What the checkout page sends to its own server; an empty answer if that is away. */
async function checkoutPage(
  origin: string,
  path: string,
  body: object,
): Promise<{ step?: string; checkoutId?: string }> {
  const { status, body: answer } = await send(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
    patience: 3000,
  });
  return status === 200 ? JSON.parse(answer) : {};
}
