/** The script of a page with a buy button, for API v3: a click has a purchase prepared, and opens plenigo's checkout in a dialog. */

import type { Answer } from '../checkout/ask-router.js';
import { type Ask, listen } from '../checkout/clicks.js';
import { type Call, takePending } from '../dialog/pending.js';
import { type Sdk, showPurchase } from '../dialog/purchase.js';
import { ownTag } from '../shared/own-tag.js';

const page = window as Window & { plenigo?: Sdk };
let pending = takePending();

listen(ownTag(), async (ask, offer) => {
  // Asked first, so that no purchase is prepared in vain; an element with the id `plenigo` is not plenigo's script.
  if (typeof page.plenigo?.Checkout !== 'function') return { status: 'blocked' };
  const answer = await answerTo(ask);
  if (answer.call) await showPurchase(page.plenigo, { call: answer.call as Call, ask, offer });
  return answer;
});

async function answerTo(ask: Ask): Promise<Answer> {
  const call = pending?.call;
  pending = undefined;
  if (!call) return ask();
  // Whoever is logged in now: a purchase is one reader's own.
  const answer = await ask({ paid: true });
  return answer.status === 'ready' ? { call } : answer;
}

if (pending) void window.expressPlenigo?.checkout(pending.offer);
