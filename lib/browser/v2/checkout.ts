/** The script of a page with a buy button, for API v2: a click takes the page's login token, or fetches one, and starts plenigo's checkout. */

import type { Answer } from '../checkout/ask-router.js';
import { listen } from '../checkout/clicks.js';
import { ownTag } from '../shared/own-tag.js';

type Page = Window & { plenigo?: { checkoutWithRemoteLogin(call: object): void } };

/** What the tag of a page with a login token says. */
interface PageData {
  /** In ms, from the time at which the page was asked for. */
  goodFor: number;
  /** By the mark of the button: the argument of plenigo's checkout function. */
  calls: [mark: string, call: object][];
}

const tag = ownTag();
/** What the page can sell with the login token that it was made with: its first click needs no request. */
const { goodFor, calls: list }: Partial<PageData> = JSON.parse(tag.page ?? '{}');
// Nothing else in the page is to find the token.
delete tag.page;
const calls = new Map<unknown, object>(list);
const loadedAt = Date.now() - performance.now();

/** What the router would answer a click on the button with this mark; undefined where it is to be asked. */
function answerOfPage(mark: string | undefined): Answer | undefined {
  // The reader's clock may be wrong, but goes on while the computer sleeps; the other one may not.
  const age = Math.max(performance.now(), Date.now() - loadedAt);
  const call = age < (goodFor as number) ? calls.get(mark) : undefined;
  // The token is good once, whatever it buys.
  if (call) calls.clear();
  return call && { call };
}

listen(tag, async (ask, _offer, mark) => {
  // Asked first, so that no login token is made in vain; an element with the id `plenigo` is not plenigo's script.
  const { plenigo: sdk } = window as Page;
  if (typeof sdk?.checkoutWithRemoteLogin !== 'function') return { status: 'blocked' };
  const answer = answerOfPage(mark) ?? (await ask());
  if (answer.call) {
    sdk.checkoutWithRemoteLogin(answer.call);
    // The second click of a double click comes when the checkout is just opening.
    await new Promise((resolve) => setTimeout(resolve, 600));
  }
  return answer;
});
