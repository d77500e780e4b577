/** The script of a page with a buy button, for API v3. A click has a purchase prepared, and opens it in a dialog. */

import { importLater, listen } from '../checkout/clicks.js';
import { awaitSdk, takeOwnTag } from '../shared/page.js';
import type * as Later from './later.js';

const tag = takeOwnTag('checkout');
let pending: Later.Pending | undefined;

listen(tag, async (click) => {
  // This comes first, so that no purchase is prepared in vain.
  const sdk = await awaitSdk<Later.Sdk>('Checkout', tag);
  if (!sdk) return { status: 'blocked' };
  const going = pending;
  pending = undefined;
  // Somebody else may be logged in by now, and the purchase that goes on is one reader's own.
  const [answer, { showPurchase }] = await Promise.all([
    click.ask(going?.call && { paid: true }),
    importLater<typeof Later>(tag),
  ]);
  const call = answer.status === 'ready' && going?.call ? going.call : answer.call;
  if (!call) return answer;
  click.tell('open');
  await showPurchase(sdk, click, call as Later.Call, going);
  click.tell('close');
  return { call };
});

/** The page may have come back from a payment page, with a checkout that goes on. Where the browser forbids the storage, none does. */
async function goOn(): Promise<void> {
  if (!sessionStorage.plenigo_checkout) return;
  pending = (await importLater<typeof Later>(tag)).takePending();
  if (pending) void window.expressPlenigo?.checkout(pending.offer);
}
goOn().catch(() => {});
