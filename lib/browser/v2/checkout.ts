/** The script of a page with a buy button, for API v2. A click takes or fetches a login token, and starts plenigo's checkout. */

import type { Answer } from '../checkout/ask-router.js';
import { listen } from '../checkout/clicks.js';
import { awaitSdk, takeOwnTag } from '../shared/own-tag.js';

interface Sdk {
  checkoutWithRemoteLogin(call: object): void;
}

const tag = takeOwnTag();
// The page may have come with a login token, so that its first click needs no request.
const calls = new Map<unknown, object>(tag.page?.calls);
const loadedAt = Date.now() - performance.now();

/** Answers as the router would a click on the button with this mark, or undefined where the router is to be asked. */
function answerFromPage(mark: string | undefined): Answer | undefined {
  // The reader's clock may be wrong, but goes on while the computer sleeps. The other one may not.
  const age = Math.max(performance.now(), Date.now() - loadedAt);
  const call = tag.page && age < tag.page.goodFor ? calls.get(mark) : undefined;
  // The token is good for one use, whatever it buys.
  if (call) calls.clear();
  return call && { call };
}

listen(tag, async (ask, _offer, mark) => {
  // This comes first, so that no login token is made in vain.
  const sdk = await awaitSdk<Sdk>('checkoutWithRemoteLogin', tag);
  if (!sdk) return { status: 'blocked' };
  const answer = answerFromPage(mark) ?? (await ask());
  if (answer.call) {
    sdk.checkoutWithRemoteLogin(answer.call);
    // The second click of a double click comes when the checkout is just opening.
    await new Promise((resolve) => setTimeout(resolve, 600));
  }
  return answer;
});
