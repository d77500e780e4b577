/** What few pages need, for API v3. It leads a reader through one purchase in the dialog, from the id that starts plenigo's checkout to the opened page. */

import type { Click } from '../checkout/clicks.js';
import { openDialog } from '../later/dialog.js';
import { document, findText, onSdk, pause, setCookie } from '../shared/page.js';

export { enter, runInserted } from '../later/enter.js';

export interface Call {
  purchaseId: string;
  /** The address to which the reader goes after the purchase. Default: this page. */
  targetUrl?: string;
  /** The address to which a payment page leads back. Default: this page. */
  returnUrl?: string;
  /** Of the element that holds the checkout in place of the dialog. */
  elementId?: string;
  /** What else plenigo's script is told. */
  frame: object;
}

/** A checkout that goes on after the page has been left, or loaded anew. */
export interface Pending extends Pick<Click, 'offer'> {
  /** Absent where the purchase has come to nothing, so that another one has to be prepared. */
  call?: Call | undefined;
  /** The address of the page before a payment page, or we, have changed it. */
  href: string;
  isReloaded?: boolean;
}

/** Does without the storage where the browser forbids it. Then the reader clicks once more. */
function remember(pending?: Pending): void {
  try {
    if (!pending) delete sessionStorage.plenigo_checkout;
    else sessionStorage.plenigo_checkout = JSON.stringify({ ...pending, path: location.pathname, at: Date.now() });
  } catch {}
}

/** Takes the checkout that was open on this page within the last hour, unless a link of this site has led here. It throws where the browser forbids the storage. */
export function takePending(): Pending | undefined {
  const { path, at, ...pending } = JSON.parse(sessionStorage.plenigo_checkout ?? '{}');
  remember();
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const isLed = navigation?.type === 'navigate' && document.referrer.startsWith(`${location.origin}/`);
  if (path !== location.pathname || Date.now() - at >= 60 * 60_000 || isLed) return undefined;
  // plenigo's pages for a purchase that is over can load the page anew, and need not tell us why.
  const isReload = navigation?.type === 'reload';
  if (isReload && pending.isReloaded) pending.call = undefined;
  return { ...pending, isReloaded: isReload };
}

export interface Sdk {
  Checkout: new (purchaseId: string, config: object) => { start(): unknown };
}

/** In characters. plenigo takes no longer address, neither to return to nor of the page that holds a checkout. */
const LONGEST = 220;

/** Shows the dialog, and settles when it is closed. `pending` is what goes on after the page was left. */
export async function showPurchase(sdk: Sdk, { ask, tell, offer }: Click, call: Call, pending?: Pending) {
  const { origin, pathname } = location;
  const href = pending?.href ?? location.href;
  const address = [href.replace(/#.*/, ''), origin + pathname].find(({ length }) => length <= LONGEST);
  let shown = location.href;
  /** Changes the address of the page, unless the site has done so meanwhile. */
  function show(next: string): void {
    if (location.href === shown && next !== shown) history.replaceState(history.state, '', next);
    shown = next;
  }
  const dialog = openDialog(call.elementId);
  const listening = new AbortController();
  const { signal } = listening;
  let isPaid = false;

  function begin(next: Call): void {
    // The way back stays the same from payment page to payment page, whatever they add to it.
    call = { ...next, returnUrl: next.returnUrl ?? address ?? origin };
    // What a payment page has added is for plenigo's script, which goes on with it.
    const goesOn = next === pending?.call;
    if (!goesOn) show((href.length > LONGEST && address) || href);
    remember({ offer, call, href, isReloaded: goesOn && pending?.isReloaded });
    new sdk.Checkout(call.purchaseId, { ...call.frame, elementId: dialog.mount(), returnUrl: call.returnUrl }).start();
  }

  function quit() {
    listening.abort();
    remember();
    show(href);
  }

  function leave() {
    quit();
    const { targetUrl } = call;
    if (isPaid) setCookie('bought', 300, targetUrl && new URL(targetUrl).pathname);
    if (!tell('bought')) return dialog.close();
    if (targetUrl) location.assign(targetUrl);
    // An address that differs by its fragment alone is there at once, and has loaded nothing.
    if (!targetUrl || location.href === targetUrl) location.reload();
  }

  async function beginAnew(): Promise<void> {
    dialog.say(findText('loading'));
    const { status, text, ...answer } = await ask();
    if (status === 'bought') leave();
    else if (answer.call) begin(answer.call as Call);
    else stop(text ?? findText(status));
  }
  const stop = (text: string, isOver = false) => dialog.say(text, { label: 'retry', run: beginAnew }, isOver);

  /** The id of this purchase is good for nothing any more, also if the reader loads the page anew. */
  function end(): void {
    remember({ offer, href });
    stop(findText('stopped'), true);
  }

  async function finish(orderId: number): Promise<void> {
    // plenigo's ids where no purchase was made: -1 for one that was made before, -2 for one that is not possible.
    const isOwned = orderId === -1;
    if (orderId === -2) {
      remember();
      return dialog.say(findText('not-for-sale'), { label: 'close', run: dialog.close }, true);
    }
    if (isPaid) return;
    isPaid = true;
    dialog.say(findText('paid'));
    // Access may come a moment after the payment.
    for (const milliseconds of [0, 1000, 2000, 4000]) {
      await pause(milliseconds);
      if (signal.aborted) return;
      const { status } = await ask({ paid: true });
      if (status === 'bought') return leave();
      // This purchase opens no page, as in a shop.
      if (status === 'free') return dialog.say(findText('thanks'), { label: 'close', run: leave });
    }
    dialog.say(findText(isOwned ? 'already-bought' : 'follows'), { label: 'reload', run: leave }, isOwned);
  }

  onSdk('PurchaseSuccess', (detail) => finish(Number(detail?.orderId)), { signal });
  onSdk('PurchaseFailed', () => stop(findText('payment-failed')), { signal });
  onSdk('Error', end, { signal });
  // The shape of its detail is not documented, so only this name, of one of plenigo's pages, is looked for anywhere in it.
  const isOutdated = (detail: object | null) => JSON.stringify(detail)?.includes('defaultSessionOutdatedForm');
  onSdk('WebAnalyticsLoad', (detail) => isOutdated(detail) && end(), { signal });
  begin(call);
  await dialog.closed;
  // A reader who has paid and closed the dialog is shown what they have bought.
  if (isPaid && !signal.aborted) leave();
  quit();
}
