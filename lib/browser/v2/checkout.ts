/** The script of a page with a buy button, for API v2. A click takes or fetches a login token, and starts plenigo's checkout. */

import type { Answer } from '../checkout/ask-router.js';
import { listen } from '../checkout/clicks.js';
import { setCookie, THANKS } from '../shared/cookie.js';
import { awaitSdk, pause, type Tag, takeOwnTag } from '../shared/own-tag.js';
import { type Sdk, standIn, startSdk } from '../shared/v2-sdk.js';

/** Answers as the router would a click on the button with this mark, or undefined where the router is to be asked. */
function answerFromPage(tag: Tag, mark: string | undefined): Answer | undefined {
  // The reader's clock may be wrong, but goes on while the computer sleeps. The other one may not.
  const age = Math.max(performance.now(), Date.now() - performance.timeOrigin);
  const { goodFor = 0, calls = [] } = tag;
  // The page may have come with a login token, so that its first click needs no request.
  const call = age < goodFor && new Map<unknown, object>(calls).get(mark);
  if (!call) return undefined;
  // The token is good for one use, whatever it buys.
  tag.goodFor = 0;
  return { call };
}

const tag = takeOwnTag('checkout');
standIn('checkoutWithRemoteLogin', tag, (call) => window.expressPlenigo?.checkout(call));
startSdk(tag);
// plenigo leads on after a purchase by itself, and says no more than that the reader has sent a form, or that it failed.
addEventListener(
  'plenigo.Statistic',
  (event) => {
    const { action, pageName } = (event as CustomEvent).detail ?? {};
    if (action === 'submit') setCookie('bought', THANKS);
    if (pageName === 'paymentFailed') setCookie('bought', 0);
  },
  true,
);

listen(tag, async ({ ask, offer, mark, tag: newest, tell }) => {
  // This comes first, so that no login token is made in vain.
  const sdk = await awaitSdk<Sdk>('checkoutWithRemoteLogin', newest);
  if (!sdk) return { status: 'blocked' };
  const answer = typeof offer === 'object' ? { call: offer } : (answerFromPage(newest, mark) ?? (await ask()));
  if (answer.call) {
    tell('open');
    sdk.checkoutWithRemoteLogin(answer.call);
    // The second click of a double click comes when the checkout is just opening.
    await pause(600);
  }
  return answer;
});
