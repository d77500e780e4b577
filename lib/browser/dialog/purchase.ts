/** One purchase in the dialog: from the id that starts plenigo's checkout to the page that it opens. */

import type { Ask } from '../checkout/clicks.js';
import { openDialog } from './dialog.js';
import { type Call, forget, remember } from './pending.js';

const textOf = (code = 'unavailable') => TEXTS[code] ?? (TEXTS.unavailable as string);

export interface Sdk {
  Checkout: new (purchaseId: string, config: object) => { start(): unknown };
}

/** What is known of a purchase that was not made, by the `orderId` of its event. */
const OWNED = -1;
const REFUSED = -2;

/** In ms, between the questions whether the page is open: access may come a moment after the payment. */
const PAUSES = [0, 1000, 2000, 4000];

/** plenigo takes no longer addresses, neither to return to nor of the page that holds a checkout. */
const LONGEST = 220;

/** Settles when the dialog is closed. */
export async function showPurchase(
  sdk: Sdk,
  { call, offer, ask }: { call: Call; offer: string; ask: Ask },
): Promise<void> {
  const { href, origin, pathname } = location;
  const address = [href.replace(/#.*/, ''), origin + pathname].find(({ length }) => length <= LONGEST);
  if (address !== undefined && href.length > LONGEST) history.replaceState(history.state, '', address);
  const dialog = openDialog({ title: textOf('title'), closeLabel: textOf('close'), lang: TEXTS.lang });
  const listening = new AbortController();
  /** What plenigo says in the page is a reason to ask the site, and never a proof: any script can say it. */
  const on = (name: string, listener: (detail: unknown) => void) =>
    // Not on the document, whose methods an element can replace by its name.
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
    else stop(text ?? textOf(status));
  }
  const stop = (text: string) => dialog.say(text, { label: textOf('retry'), run: beginAnew });

  async function finish(orderId: number): Promise<void> {
    if (orderId === REFUSED) return dialog.say(textOf('not-for-sale'));
    if (isPaid) return;
    isPaid = true;
    dialog.say(textOf('paid'));
    for (const pause of PAUSES) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (listening.signal.aborted) return;
      const { status } = await ask({ paid: true });
      if (status === 'bought') return leave();
      // A purchase that opens no page, as in a shop.
      if (status === 'free') return dialog.say(textOf('thanks'), { label: textOf('close'), run: leave });
    }
    dialog.say(orderId === OWNED ? textOf('already-bought') : textOf('later'), { label: textOf('reload'), run: leave });
  }

  on('PurchaseSuccess', (detail) => finish(Number((detail as { orderId?: unknown } | null)?.orderId)));
  on('PurchaseFailed', () => stop(textOf('payment-failed')));
  on('Error', () => stop(textOf('stopped')));
  // Its shape is not documented: only whether the name of this page of plenigo's is anywhere in it.
  on('WebAnalyticsLoad', (detail) => {
    if (JSON.stringify(detail)?.includes('defaultSessionOutdatedForm')) stop(textOf('stopped'));
  });
  begin(call);
  await dialog.closed;
  listening.abort();
  forget();
  if (location.href === address && address !== href) history.replaceState(history.state, '', href);
  // What was bought meanwhile is shown.
  if (isPaid) leave();
}
