/** The script of a page with a buy button, for API v2: a click takes the page's login token, or fetches one, and starts plenigo's checkout. */

import { listen } from '../checkout/clicks.js';
import { takeAnswers } from '../checkout/page-answers.js';
import { ownTag } from '../shared/own-tag.js';

const page = window as Window & { plenigo?: { checkoutWithRemoteLogin(call: object): void } };

/** In ms: the second click of a double click comes when the checkout is just opening. */
const DOUBLE_CLICK = 600;

const tag = ownTag();
const answerOfPage = takeAnswers(tag);

listen(tag, async (ask, _offer, mark) => {
  // Asked first, so that no login token is made in vain; an element with the id `plenigo` is not plenigo's script.
  if (typeof page.plenigo?.checkoutWithRemoteLogin !== 'function') return { status: 'blocked' };
  const answer = answerOfPage(mark) ?? (await ask());
  if (answer.call) {
    page.plenigo.checkoutWithRemoteLogin(answer.call);
    await new Promise((resolve) => setTimeout(resolve, DOUBLE_CLICK));
  }
  return answer;
});
