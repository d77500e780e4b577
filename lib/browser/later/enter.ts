/** What few pages need when they are entered: thanks after a purchase, a view that is counted, script tags that came as HTML. */

import { setCookie } from '../shared/cookie.js';
import { document } from '../shared/document.js';
import { findSdk, type Tag } from '../shared/own-tag.js';
import { createSaying } from '../shared/tell.js';
import type { Sdk } from '../shared/v2-sdk.js';

/** Of both APIs v2 alone has metered pages. */
export function enter({ justBought, isLate, sdk, metered }: Tag): void {
  if (justBought) sayThanks();
  // plenigo's script counts when it starts. Where the page was swapped, it has stayed.
  if (isLate && !sdk && metered) {
    findSdk<Sdk>('countMeteredView')?.countMeteredView({ identifier: location.origin + metered });
  }
}

/** Says thanks where the text begins, and puts the reader's focus there without scrolling. */
function sayThanks(): void {
  // Set on a page above this one, it would come with each page below.
  for (let path = location.pathname; path; path = path.slice(0, -1)) setCookie('bought', 0, path);
  const find = (selector: string) => document.querySelector<HTMLElement>(selector);
  const text = find('[data-plenigo-text]') ?? find('article') ?? find('main');
  if (!text) return;
  text.tabIndex = -1;
  text.focus({ preventScroll: true });
  // The site may have a line of its own.
  if (find('[data-plenigo-thanks]')) return;
  const thanks = createSaying('span', '');
  thanks.dataset.plenigoThanks = '';
  thanks.role = 'status';
  text.before(thanks);
  // A screen reader says what comes into an element that was there before.
  setTimeout(() => thanks.append(TEXTS.thanks as string));
}

/**
 * Runs our own script tags, and plenigo's behind them, that a site has inserted as HTML. Only what comes from the folder of
 * our own script is ours, because nobody knows what else is in the HTML.
 */
export function runInserted({ source }: Tag, root: ParentNode = document): void {
  const folder = new URL('.', source).href;
  for (const own of root.querySelectorAll('script')) {
    if (!own.src.startsWith(folder)) continue;
    const sdk = own.nextElementSibling;
    if (sdk instanceof HTMLScriptElement && 'plenigoSdk' in sdk.dataset) {
      // It is there already, or comes.
      if (Object.hasOwn(window, 'plenigo')) sdk.remove();
      else run(sdk);
    }
    run(own);
  }
}

/** No browser runs a script that came as HTML, but a copy that a script has made. */
function run(inert: HTMLScriptElement): void {
  const fresh = document.createElement('script');
  for (const { name, value } of inert.attributes) fresh.setAttribute(name, value);
  fresh.nonce = inert.nonce;
  inert.replaceWith(fresh);
}
