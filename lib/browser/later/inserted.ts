/** Runs our own script tags, and plenigo's behind them, that a site has inserted as HTML. */

import { findSdkTag } from '../shared/own-tag.js';

/** Only what comes from the folder of our own `source` is ours, because nobody knows what else is in the HTML. */
export function runInserted(source: URL, root: ParentNode = document): void {
  const folder = new URL('.', source).href;
  for (const own of root.querySelectorAll('script')) {
    if (!own.src.startsWith(folder)) continue;
    const sdk = findSdkTag(own);
    // It is there already, or comes.
    if (Object.hasOwn(window, 'plenigo')) sdk?.remove();
    else if (sdk) run(sdk);
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
