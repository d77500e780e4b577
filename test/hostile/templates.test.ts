/** Hostile values through every template engine, parsed and clicked in a real browser: the intended calls run, and nothing else. */

import { expect } from 'chai';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { newPage, useBrowser } from '../support/browser.js';
import { listen } from '../support/newsstand.js';
import { scriptOf } from '../support/scripts.js';
import { engines, WAYS } from './engines.js';
import { expectReady, localsOf } from './locals.js';
import { type Sample, sample } from './values.js';

/** Runs before everything else in the page: whatever happens is noted in the order in which it happens. */
const RECORDER = `
  const log = [];
  const runs = [];
  const note = (kind) => (...values) => { log.push([kind, ...values]); };
  for (const name of ['canary', 'alert', 'confirm', 'prompt', 'open', 'print']) window[name] = note(name);
  addEventListener('error', ({ message }) => log.push(['error', String(message)]));
  addEventListener('unhandledrejection', ({ reason }) => log.push(['rejection', String(reason)]));
  window.plenigo = { checkout: note('checkout'), checkoutWithRemoteLogin: note('call') };
  window.fetch = async (url, { headers, body }) => {
    const { origin, pathname, search } = new URL(url);
    log.push(['fetch', origin === location.origin && pathname + search, headers.get('x-csrf-token'), JSON.parse(body)]);
    return new Response('{"status":"offer-invalid"}', { status: 403 });
  };
`;

/** Clicks every button and runs every call in a script; answers what each has done. */
async function clickAll(page: Page): Promise<unknown[][]> {
  return await page.evaluate(async () => {
    const { log, runs } = new Function('return { log, runs }')() as { log: unknown[]; runs: (() => unknown)[] };
    const done: unknown[][] = [log.splice(0)];
    for (const button of document.querySelectorAll('button')) {
      button.click();
      // The browser script works on after the click, as long as the button is busy.
      while (button.ariaBusy !== null) await new Promise((resolve) => setTimeout(resolve));
      done.push(log.splice(0));
    }
    for (const run of runs) {
      await run();
      done.push(log.splice(0));
    }
    return done;
  });
}

interface Element {
  tag: string;
  attributes: Record<string, string>;
  text: string;
}

/** Every element of the body: what the browser has made of the HTML. */
async function elementsOf(page: Page): Promise<Element[]> {
  return await page.evaluate(() =>
    // Behind each button stands what is said without scripts.
    [...document.body.querySelectorAll('*:not([data-plenigo-help], noscript, noscript *)')].map((element) => ({
      tag: element.tagName,
      attributes: Object.fromEntries(
        [...element.attributes]
          .filter(({ name }) => !name.startsWith('popover'))
          .map(({ name, value }) => [name, value]),
      ),
      text: element.textContent ?? '',
    })),
  );
}

/** What a parser of HTML makes of a text: line ends become one, and a NUL in an element is dropped. */
const asText = (text: string) => text.replace(/\r\n?/g, '\n').replaceAll('\0', '');
const asAttribute = (text: string) => text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');

/** What one engine's part of the page holds for one sample. */
interface Part {
  sample: Sample;
  offer: string;
  /** What the button has besides where the page has a token of its own. */
  mark: Record<string, string>;
  html: string;
  /** What a click on `buyButton` does, and what each snippet does. */
  click: unknown[];
  snippet: unknown[];
}

async function partsOf(each: Sample): Promise<Part[]> {
  const { mode, settings, label, attributes, loginToken } = each;
  const plenigo = expectReady(await localsOf(each));
  const button = plenigo.buyButton(label, attributes);
  const offer = /data-plenigo-checkout="([^"]+)"/.exec(button)?.[1] ?? '';
  const click = ['fetch', '/plenigo/checkout', 'the token', { offer }];
  const { sourceUrl, targetUrl, affiliateId, elementId } = settings;
  const page = Object.entries({ sourceUrl, targetUrl, affiliateId, elementId }).filter(
    ([, value]) => value !== undefined,
  );
  const { paymentData } = plenigo.checkout;
  const call = { paymentData, loginToken, startWithRegistration: false, ...Object.fromEntries(page) };
  const productId = { 'data-plenigo-product': asAttribute(`${plenigo.offers[0]?.product.id}`) };
  const mark: Part['mark'] =
    mode === 'click' ? productId : { ...productId, 'data-plenigo-offer': paymentData.slice(-8) };
  return Object.values(engines).map((render) => ({
    sample: each,
    offer,
    mark,
    html: render({ plenigo, label, attributes, button }),
    click,
    snippet: mode === 'click' ? click : ['call', call],
  }));
}

const SCRIPTS = `<script>${RECORDER}</script>
<script type="application/json" data-plenigo>{"csrf":"the token"}</script><script src="/plenigo/${scriptOf('checkout').name}"></script>`;

describe('hostile values in a page', function () {
  this.timeout(240_000);
  useBrowser();

  let html = '';
  const visits: string[] = [];
  let site: Awaited<ReturnType<typeof listen>>;
  let page: Page;

  before(async () => {
    site = await listen((req, res) => {
      visits.push(req.url ?? '');
      const isScript = req.url?.endsWith('.js');
      res.setHeader('Content-Type', `text/${isScript ? 'javascript' : 'html'}; charset=utf-8`);
      res.end(isScript ? scriptOf('checkout').text : html);
    });
  });
  after(() => site.close());
  beforeEach(async () => {
    page = await newPage();
    page.on('dialog', (dialog) => visits.push(`dialog ${dialog.type()}`));
  });

  async function show(body: string): Promise<void> {
    html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${SCRIPTS}<body>${body}</body>`;
    visits.length = 0;
    await page.goto(site.url);
  }

  it('run nothing but the intended calls, through EJS, Pug, Handlebars and Nunjucks, escaped and raw', async () => {
    let clicks = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { minLength: 1, maxLength: 8 }), async (samples) => {
        const parts = (await Promise.all(samples.map(partsOf))).flat();
        await show(parts.map((part) => part.html).join('\n'));

        const elements = await elementsOf(page);
        expect(elements.map(({ tag }) => tag)).to.deep.equal(
          parts.flatMap(() => WAYS.map((way) => (way === 'script' ? 'SCRIPT' : 'BUTTON'))),
        );
        for (const [index, { sample: each, offer, mark }] of parts.entries()) {
          const [button, ...others] = elements.slice(index * WAYS.length, (index + 1) * WAYS.length);
          const given = Object.entries(each.attributes).map(([name, value]) => [name, asAttribute(value)]);
          expect(button?.attributes).to.deep.equal({
            ...Object.fromEntries(given),
            type: 'button',
            'data-plenigo-checkout': offer,
            ...mark,
          });
          expect(button?.text).to.equal(asText(each.label));
          for (const other of others) {
            expect(Object.keys(other.attributes)).to.deep.equal(other.tag === 'BUTTON' ? ['onclick'] : []);
          }
        }

        const [before, ...done] = await clickAll(page);
        expect(before).to.deep.equal([]);
        const inOrder = (kind: 'SCRIPT' | 'BUTTON') =>
          parts.flatMap((part) =>
            WAYS.filter((way) => (way === 'script') === (kind === 'SCRIPT')).map((way) => [
              way === 'button' ? part.click : part.snippet,
            ]),
          );
        expect(done).to.deep.equal([...inOrder('BUTTON'), ...inOrder('SCRIPT')]);
        expect(visits).to.deep.equal(['/', `/plenigo/${scriptOf('checkout').name}`]);
        clicks += done.length;
      }),
      { numRuns: 30, interruptAfterTimeLimit: 180_000 },
    );
    expect(clicks).to.be.above(500);
  });
});
