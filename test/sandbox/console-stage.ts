/** The stage of the browser tests of the console: a sandbox, and its console in a browser. */
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { newPage, useBrowser } from '../support/browser.js';

export class Stage {
  sandbox: Sandbox;
  readonly page: Page;

  constructor(sandbox: Sandbox, page: Page) {
    this.sandbox = sandbox;
    this.page = page;
  }

  /** Opens the page and waits until it is connected. */
  async open(): Promise<void> {
    await this.page.goto(this.sandbox.url);
    await this.live();
  }

  async live(): Promise<void> {
    await this.page.getByRole('status').getByText('Live', { exact: true }).waitFor();
  }

  panel(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  dialog(name: string): Locator {
    return this.page.getByRole('dialog', { name, exact: true });
  }

  /** Waits for the sentence about what a form has done. */
  said(text: string): Promise<void> {
    return this.page.locator('#toast').getByText(text, { exact: true }).waitFor();
  }

  /** The accessible name of what has the focus, or its text. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const active = document.activeElement;
      const labels = active instanceof HTMLInputElement ? [...(active.labels ?? [])] : [];
      return active?.getAttribute('aria-label') ?? labels[0]?.textContent ?? active?.textContent ?? '';
    });
  }

  async tabTo(name: string): Promise<void> {
    for (let i = 0; i < 60; i += 1) {
      if ((await this.focused()) === name) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not get to "${name}"`);
  }
}

/** Call it once inside a `describe`; the returned function gives the stage of the running test. */
export function useStage(options?: BrowserContextOptions): () => Stage {
  useBrowser();
  let stage: Stage;
  beforeEach(async () => {
    const sandbox = await startSandbox({
      products: {
        NEWS: { title: 'The long way home', price: 2.49, currency: 'EUR' },
        PLUS: { title: 'Plus', price: 9.9, currency: 'EUR', subscription: 'month' },
      },
    });
    stage = new Stage(sandbox, await newPage(options));
  });
  afterEach(() => stage.sandbox.close());
  return () => stage;
}
