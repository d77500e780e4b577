/** Leads a reader through one purchase in the dialog, from the id that starts plenigo's checkout to the opened page. */

import type { Ask } from '../checkout/clicks.js';
import { openDialog } from './dialog.js';

/** What starts the checkout of a purchase. */
export interface Call {
  purchaseId: string;
  /** The address to which the reader goes after the purchase. Default: this page. */
  targetUrl?: string;
  /** The address to which a payment page leads back. Default: this page. */
  returnUrl?: string;
}

const KEY = 'plenigo_checkout';
/** In ms. It goes on for so long for a reader whose payment page leads back here. */
const PATIENCE = 60 * 60_000;

/** Does without the storage where the browser forbids it. Then the reader clicks once more. */
function forgiving<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const remember = (pending: { offer: string; call: Call }) =>
  forgiving(() => sessionStorage.setItem(KEY, JSON.stringify({ ...pending, path: location.pathname, at: Date.now() })));

const forget = () => forgiving(() => sessionStorage.removeItem(KEY));

/**
 * Takes the checkout that was open on this page, whatever a payment page has added to its address. A reader whom a link of
 * this site has led here begins anew.
 */
export function takePending(): Parameters<typeof remember>[0] | undefined {
  return forgiving(() => {
    const { path, at, ...pending } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    forget();
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const isLed = navigation?.type === 'navigate' && document.referrer.startsWith(`${location.origin}/`);
    return path === location.pathname && Date.now() - at < PATIENCE && !isLed ? pending : undefined;
  });
}

const findText = (code = 'unavailable') => TEXTS[code] ?? (TEXTS.unavailable as string);

export interface Sdk {
  Checkout: new (purchaseId: string, config: object) => { start(): unknown };
}

/** plenigo's event has one of these as `orderId` where no purchase was made: it was made before, or is not possible. */
const OWNED = -1;
const REFUSED = -2;

/** In ms, before each question whether the page is open. Access may come a moment after the payment. */
const PAUSES = [0, 1000, 2000, 4000];

/** In characters. plenigo takes no longer address, neither to return to nor of the page that holds a checkout. */
const LONGEST = 220;

/** Shows the dialog, and settles when it is closed. */
export async function showPurchase(
  sdk: Sdk,
  { call, offer, ask }: { call: Call; offer: string; ask: Ask },
): Promise<void> {
  const { href, origin, pathname } = location;
  const address = [href.replace(/#.*/, ''), origin + pathname].find(({ length }) => length <= LONGEST);
  if (address !== undefined && href.length > LONGEST) history.replaceState(history.state, '', address);
  const dialog = openDialog({ title: findText('title'), closeLabel: findText('close'), lang: TEXTS.lang });
  const listening = new AbortController();
  /** Listens to what plenigo says in the page. That is a reason to ask the site, but never a proof: any script can say it. */
  const on = (name: string, listener: (detail: unknown) => void) =>
    // The window listens, because an element can replace a method of the document by its name.
    addEventListener(`plenigo.${name}`, (event) => listener((event as CustomEvent).detail), {
      capture: true,
      signal: listening.signal,
    });
  let isPaid = false;

  function begin(next: Call): void {
    call = next;
    remember({ offer, call });
    const elementId = dialog.mount();
    new sdk.Checkout(call.purchaseId, { elementId, returnUrl: call.returnUrl ?? address ?? origin }).start();
  }

  function leave(): void {
    forget();
    if (call.targetUrl) location.assign(call.targetUrl);
    else location.reload();
  }

  async function beginAnew(): Promise<void> {
    const { status, text, ...answer } = await ask();
    if (status === 'bought') leave();
    else if (answer.call) begin(answer.call as Call);
    else stop(text ?? findText(status));
  }
  const stop = (text: string) => dialog.say(text, { label: findText('retry'), run: beginAnew });

  async function finish(orderId: number): Promise<void> {
    if (orderId === REFUSED) return dialog.say(findText('not-for-sale'));
    if (isPaid) return;
    isPaid = true;
    dialog.say(findText('paid'));
    for (const pause of PAUSES) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (listening.signal.aborted) return;
      const { status } = await ask({ paid: true });
      if (status === 'bought') return leave();
      // This purchase opens no page, as in a shop.
      if (status === 'free') return dialog.say(findText('thanks'), { label: findText('close'), run: leave });
    }
    dialog.say(orderId === OWNED ? findText('already-bought') : findText('later'), {
      label: findText('reload'),
      run: leave,
    });
  }

  on('PurchaseSuccess', (detail) => finish(Number((detail as { orderId?: unknown } | null)?.orderId)));
  on('PurchaseFailed', () => stop(findText('payment-failed')));
  on('Error', () => stop(findText('stopped')));
  // The shape of its detail is not documented, so only this name, of one of plenigo's pages, is looked for anywhere in it.
  on('WebAnalyticsLoad', (detail) => {
    if (JSON.stringify(detail)?.includes('defaultSessionOutdatedForm')) stop(findText('stopped'));
  });
  begin(call);
  await dialog.closed;
  listening.abort();
  forget();
  if (location.href === address && address !== href) history.replaceState(history.state, '', href);
  // A reader who has paid and closed the dialog is shown what they have bought.
  if (isPaid) leave();
}
