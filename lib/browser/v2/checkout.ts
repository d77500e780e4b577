/** The script of a page with a buy button, for API v2. A click takes or fetches a login token, and starts plenigo's checkout. */

import type { Answer } from '../checkout/ask-router.js';
import { listen } from '../checkout/clicks.js';
import { setCookie, THANKS } from '../checkout/cookie.js';
import { awaitSdk, type Tag, takeOwnTag } from '../shared/own-tag.js';
import { countView, type Sdk, standIn } from '../shared/v2-sdk.js';

const loadedAt = Date.now() - performance.now();

/** Answers as the router would a click on the button with this mark, or undefined where the router is to be asked. */
function answerFromPage(tag: Tag, mark: string | undefined): Answer | undefined {
  // The reader's clock may be wrong, but goes on while the computer sleeps. The other one may not.
  const age = Math.max(performance.now(), Date.now() - loadedAt);
  const { goodFor = 0, calls = [] } = tag.page ?? {};
  // The page may have come with a login token, so that its first click needs no request.
  const call = age < goodFor ? new Map<unknown, object>(calls).get(mark) : undefined;
  // The token is good for one use, whatever it buys.
  if (call) tag.page = undefined;
  return call && { call };
}

const tag = takeOwnTag();
countView(tag);
standIn('checkoutWithRemoteLogin', tag, (call) => window.expressPlenigo?.start(call));
// plenigo leads on after a purchase by itself, and says no more than that the reader has sent a form, or that it failed.
addEventListener(
  'plenigo.Statistic',
  (event) => {
    const { action, pageName } = (event as CustomEvent).detail ?? {};
    if (action === 'submit') setCookie('plenigo_bought', THANKS);
    if (pageName === 'paymentFailed') setCookie('plenigo_bought', 0);
  },
  { capture: true },
);

listen(tag, async ({ ask, call, mark, tag: newest, tell }) => {
  // This comes first, so that no login token is made in vain.
  const sdk = await awaitSdk<Sdk>('checkoutWithRemoteLogin', newest);
  if (!sdk) return { status: 'blocked' };
  const answer = call ? { call } : (answerFromPage(newest, mark) ?? (await ask()));
  if (answer.call) {
    tell('open');
    sdk.checkoutWithRemoteLogin(answer.call);
    // The second click of a double click comes when the checkout is just opening.
    await new Promise((resolve) => setTimeout(resolve, 600));
  }
  return answer;
});
