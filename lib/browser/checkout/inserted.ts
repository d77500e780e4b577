/** Runs our own script tags, and plenigo's behind them, that a site has inserted as HTML. */

/** Only what comes from `folder` is ours, because nobody knows what else is in the HTML. */
export function runInserted(root: ParentNode, folder: string): void {
  for (const own of root.querySelectorAll('script')) {
    if (!own.src.startsWith(folder)) continue;
    const sdk = own.nextElementSibling;
    // It is there already, or comes.
    if (sdk instanceof HTMLScriptElement && sdk.async) Object.hasOwn(window, 'plenigo') ? sdk.remove() : run(sdk);
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
