/** What few pages need when they are entered: thanks after a purchase, a view that is counted, script tags that came as HTML. */

import { create, document, findSdk, findText, isMarked, setCookie, type Tag } from '../shared/page.js';

export function enter({ justBought, isLate, sdk: tag, metered }: Tag): void {
  if (justBought) sayThanks();
  // plenigo's script, which has stayed where the page was swapped, counts when it starts. API v2 alone has metered pages.
  if (isLate && !tag && metered) {
    const sdk = findSdk<{ countMeteredView(view: object): void }>('countMeteredView');
    sdk?.countMeteredView({ identifier: location.origin + metered });
  }
}

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
  const thanks = create('span');
  thanks.role = 'status';
  thanks.dataset.plenigoThanks = '';
  text.before(thanks);
  // A screen reader says what comes into an element that was there before.
  setTimeout(() => thanks.append(findText('thanks')));
}

/** Runs our own script tags in inserted HTML, which are those from the folder of this one, with plenigo's behind them, and nothing else. */
export function runInserted({ source }: Tag, root: ParentNode = document): void {
  const folder = new URL('.', source).href;
  for (const own of root.querySelectorAll('script')) {
    if (!own.src.startsWith(folder)) continue;
    const sdk = own.nextElementSibling;
    if (isMarked(sdk, 'plenigoSdk')) {
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
