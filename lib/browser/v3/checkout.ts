/** The script of a page with a buy button, for API v3. A click has a purchase prepared, and opens it in a dialog. */

import type { Answer } from '../checkout/ask-router.js';
import { type Ask, listen } from '../checkout/clicks.js';
import { type Call, type Sdk, showPurchase, takePending } from '../dialog/purchase.js';
import { awaitSdk, takeOwnTag } from '../shared/own-tag.js';

// The page may have come back from a payment page, with a checkout that goes on.
let pending = takePending();

/** Answers with the checkout that goes on, if the router says that its reader may still buy, and else as the router does. */
async function answerClick(ask: Ask, call: Call | undefined): Promise<Answer> {
  if (!call) return ask();
  // Somebody else may be logged in by now, and a purchase is one reader's own.
  const answer = await ask({ paid: true });
  return answer.status === 'ready' ? { call } : answer;
}

listen(takeOwnTag(), async ({ ask, offer, tag, tell, leave }) => {
  // This comes first, so that no purchase is prepared in vain.
  const sdk = await awaitSdk<Sdk>('Checkout', tag);
  if (!sdk) return { status: 'blocked' };
  const going = pending;
  pending = undefined;
  const answer = await answerClick(ask, going?.call);
  if (answer.call) {
    tell('open');
    await showPurchase(sdk, { call: answer.call as Call, ask, offer, leave, pending: going });
    tell('close');
  }
  return answer;
});

if (pending) void window.expressPlenigo?.checkout(pending.offer);
