/** The stage of the browser tests of the checkout: a sandbox, a site with a buy button, a customer, and a page. */
import type { BrowserContextOptions, Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { type Sandbox, type SandboxCustomer, type SandboxOptions, startSandbox } from '../../lib/sandbox/index.js';
import { newPage, useBrowser } from '../support/browser.js';
import { type Site, startSite } from './site.js';
import { loginToken, paymentData } from './support.js';

/** A foreign product, without its id. */
export const FOREIGN = { pr: 15.5, cu: 'EUR', pt: 'BOOK', ti: 'A book about winters' };

/** Everything a test of the checkout touches; set up anew for every test. */
export class Shop {
  now = Date.now();
  /** The address of every request of the page, frames included. */
  readonly addresses: string[] = [];
  readonly sandbox: Sandbox;
  readonly site: Site;
  readonly page: Page;
  readonly customer: SandboxCustomer;
  readonly frame: FrameLocator;

  constructor(parts: { sandbox: Sandbox; site: Site; page: Page }) {
    this.sandbox = parts.sandbox;
    this.site = parts.site;
    this.page = parts.page;
    this.customer = this.sandbox.addCustomer({ email: 'ada@example.com' });
    this.frame = this.page.frameLocator('dialog iframe, #place iframe');
    this.page.on('request', (request) => this.addresses.push(request.url()));
  }

  token(): Promise<string> {
    return loginToken(this.sandbox, this.customer.customerId);
  }

  data(claims: object = { pi: 'NEWS' }): string {
    return paymentData(this.sandbox, claims);
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  get buyButton(): Locator {
    return this.page.getByRole('button', { name: 'Special offer for you' });
  }

  /** What is in the frame, for what a locator cannot do. */
  get content(): Frame {
    const [content] = this.page.frames().slice(-1);
    if (!content) throw new Error('there is no frame');
    return content;
  }

  heading(name: string): Promise<void> {
    return this.frame.getByRole('heading', { name }).waitFor();
  }

  closed(): Promise<void> {
    return this.page.locator('dialog iframe, #place iframe').waitFor({ state: 'detached' });
  }

  /** Loads the site with a buy button that calls the SDK so. */
  async open(argument: object, functionName = 'checkoutWithRemoteLogin'): Promise<void> {
    this.site.onBuy(functionName, argument);
    await this.page.goto(`${this.site.url}/article`);
  }

  /** Loads the site with a buy button that a valid login token goes with. */
  async openProduct(): Promise<void> {
    await this.open({ paymentData: this.data(), loginToken: await this.token() });
  }

  /** Loads the site, clicks the buy button and waits for the first screen. */
  async buy(argument: object, functionName?: string): Promise<void> {
    await this.open(argument, functionName);
    await this.buyButton.click();
    await this.frame.locator('#sheet:not([data-screen="loading"])').waitFor();
  }

  /** The same with a valid login token. */
  async buyProduct(claims?: object, extra: object = {}): Promise<void> {
    await this.buy({ paymentData: this.data(claims), loginToken: await this.token(), ...extra });
  }

  /** Does something that makes the site's page load again, and waits for that. */
  async reloads(act: () => Promise<void>): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), act()]);
  }
}

/** Call it once inside a `describe`; the returned function gives the shop of the running test. */
export function useShop(
  options: BrowserContextOptions = {},
  { language }: Pick<SandboxOptions, 'language'> = {},
): () => Shop {
  useBrowser();
  let shop: Shop;
  beforeEach(async () => {
    const sandbox = await startSandbox({
      now: () => shop?.now ?? Date.now(),
      ...(language && { language }),
      products: {
        NEWS: { title: 'The long way home', price: 2.49, currency: 'EUR' },
        SUB: { title: 'The Morning Post', price: 9.9, currency: 'EUR', subscription: true },
      },
    });
    shop = new Shop({ sandbox, site: await startSite(sandbox), page: await newPage(options) });
  });
  afterEach(async () => {
    await shop.site.close();
    await shop.sandbox.close();
  });
  return () => shop;
}
