/** One real browser for the tests of a process, launched on first use; it reports every console error and reaches only this machine. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { expect } from 'chai';
import type { DOMPurify } from 'dompurify';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
  chromium as playwright,
} from 'playwright-core';

/** The package's own arguments would switch web security off; these only keep the browser quiet, and on this machine. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--proxy-server=direct://',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE ::1',
];
/** The build for browsers. */
const PURIFIER = fileURLToPath(new URL('../../node_modules/dompurify/dist/purify.min.js', import.meta.url));

/** Unpacking is not atomic, so every caller waits for the same promise. */
let executable: Promise<string> | undefined;
let running: Promise<Browser> | undefined;
const contexts = new Set<BrowserContext>();
const problems: string[] = [];
const expected: RegExp[] = [];

async function findExecutable(): Promise<string> {
  try {
    return await chromium.executablePath();
  } catch (error) {
    const fallback = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
    if (existsSync(fallback)) return fallback;
    throw new Error(`no browser: @sparticuz/chromium failed, and ${fallback} does not exist`, { cause: error });
  }
}

/** `CHROMIUM_PATH` or Debian's browser stand in where the unpacked one lacks a library of the system. */
async function launch(): Promise<Browser> {
  executable ??= findExecutable();
  const executablePath = process.env.CHROMIUM_PATH ?? (await executable);
  return await playwright.launch({ executablePath, args: FLAGS });
}

/** The browser that all tests share; launched on first use. Only inside a `describe` that called `useBrowser()`. */
async function browser(): Promise<Browser> {
  running ??= launch();
  if (!(await running).isConnected()) running = launch();
  return await running;
}

/**
 * Stops the clock of a page and of those it loads next: `page.clock` alone moves it. Installed only, it would go on by
 * itself, so that a slow machine decided what a timer has done.
 */
export async function stopClock({ clock }: Page): Promise<void> {
  await clock.install();
  await clock.pauseAt(Date.now() + 60_000);
}

/**
 * A page in a context of its own (cookies, storage), without animations: a frame in a dialog that still rises moves under
 * a click. Small by default: drawing costs most. Console errors, page errors and requests to other machines are collected.
 */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await (await browser()).newContext({
    viewport: { width: 640, height: 400 },
    reducedMotion: 'reduce',
    ...options,
  });
  contexts.add(context);
  // Not by a route for all requests: each of them would go through this process.
  context.on('requestfailed', (request) => {
    if (request.failure()?.errorText !== 'net::ERR_NAME_NOT_RESOLVED') return;
    problems.push(`request left the machine: ${new URL(request.url()).origin}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => problems.push(`page: ${error.error().message}`));
  // Shorter than mocha's own limit, so that the message says what was waited for.
  context.setDefaultTimeout(15_000);
  return await context.newPage();
}

/** Lets what the page asks of these addresses wait; what comes back lets it go on. */
export async function holdBack(page: Page, addresses: string): Promise<() => void> {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(addresses, async (route) => {
    await gate;
    await route.continue().catch(() => {});
  });
  return letGo;
}

/** What DOMPurify, with its defaults, leaves of a reader's comment. */
export async function cleaned(comment: string): Promise<string> {
  const page = await newPage();
  await page.addScriptTag({ path: PURIFIER });
  const rest = await page.evaluate(
    (html) => (window as unknown as { DOMPurify: DOMPurify }).DOMPurify.sanitize(html),
    comment,
  );
  await page.close();
  return rest;
}

/** Says that this test provokes a problem; without this every console error fails the test. */
export function expectProblem(pattern: RegExp): void {
  expected.push(pattern);
}

export const problemsSoFar = (): readonly string[] => problems;

/** Fails the test whose pages reported a problem that it did not announce. */
function checkProblems(): void {
  const surprises = problems.splice(0).filter((text) => !expected.some((pattern) => pattern.test(text)));
  expected.length = 0;
  expect(surprises, 'problems reported by the browser').to.deep.equal([]);
}

/** Before their site goes: what a page still loads then would be a problem. */
export async function closePages(): Promise<void> {
  for (const context of contexts) await context.close();
  contexts.clear();
}

/**
 * Call it once inside a `describe`: closes the pages after each test, and fails a test whose pages reported problems. The
 * browser ends with the file, or, where mocha has more files for the same process, with that.
 */
export function useBrowser(): void {
  before(function () {
    // A failing hook keeps mocha from running the ones after it, which close servers: so this one is added as the last.
    this.test?.parent?.afterEach('problems reported by the browser', checkProblems);
  });
  afterEach(closePages);
  after(async () => {
    if (process.env.MOCHA_WORKER_ID === undefined) await closeBrowser();
  });
}

export async function closeBrowser(): Promise<void> {
  const started = await running;
  running = undefined;
  await started?.close();
}

/** Presses a buy button: before the script of its page has run, it does nothing. */
export async function pressBuy(button: Locator): Promise<void> {
  await button.waitFor();
  await button.page().waitForLoadState();
  await button.click();
}

/** Waits until the frame in the page has the height of what it shows: until then that moves, perhaps under a click. */
export async function frameHasGrown(page: Page): Promise<void> {
  const frame = await (await page.locator('iframe').elementHandle())?.contentFrame();
  const hasGrown = () =>
    frame?.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          requestAnimationFrame(() => resolve(document.documentElement.scrollHeight <= window.innerHeight));
        }),
    );
  while ((await hasGrown()) === false);
}
