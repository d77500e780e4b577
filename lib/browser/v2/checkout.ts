/** The script of a page with a buy button, for API v2. A click takes or fetches a login token, and starts plenigo's checkout. */

import { listen } from '../checkout/clicks.js';
import { awaitSdk, findSdk, onSdk, pause, setCookie, standIn, takeOwnTag } from '../shared/page.js';

interface Sdk {
  checkoutWithRemoteLogin(call: object): void;
  start(): void;
  isStarted?: boolean;
}

const tag = takeOwnTag('checkout');

/** plenigo's script starts itself when the page is loaded, and counts a view. Where it comes later, the first of our tags that finds it does. */
function startSdk(): void {
  const sdk = findSdk<Sdk>('start');
  if (!sdk || sdk.isStarted) return;
  sdk.isStarted = true;
  if (tag.isLate) sdk.start();
}

/** The call of the page for the button with this mark, if it has one: its login token saves the first click a request. */
function takeCall(mark: string | undefined): object | undefined {
  // The reader's clock may be wrong, but goes on while the computer sleeps. The other one may not.
  const age = Math.max(performance.now(), Date.now() - performance.timeOrigin);
  const call = age < (tag.goodFor ?? 0) ? new Map<unknown, object>(tag.calls).get(mark) : undefined;
  // The token is good for one use, whatever it buys.
  if (call) tag.goodFor = 0;
  return call;
}

standIn(tag, { checkoutWithRemoteLogin: (call: object) => window.expressPlenigo?.checkout(call) });
// Of two scripts that were inserted, either may run first.
if (tag.isLate) startSdk();
void tag.sdkSettled.then(startSdk);
// plenigo leads on after a purchase by itself, and says no more than that the reader has sent a form, or that it failed.
onSdk('Statistic', (detail) => {
  if (detail?.action === 'submit') setCookie('bought', 300);
  if (detail?.pageName === 'paymentFailed') setCookie('bought', 0);
});

listen(tag, async ({ ask, offer, mark, tell }) => {
  // This comes first, so that no login token is made in vain.
  const sdk = await awaitSdk<Sdk>('checkoutWithRemoteLogin', tag);
  if (!sdk) return { status: 'blocked' };
  const call = typeof offer === 'object' ? offer : takeCall(mark);
  const answer = call ? { call } : await ask();
  if (answer.call) {
    tell('open');
    sdk.checkoutWithRemoteLogin(answer.call);
    // The second click of a double click comes when the checkout is just opening.
    await pause(600);
  }
  return answer;
});
