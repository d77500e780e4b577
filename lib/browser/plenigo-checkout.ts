/** The script of the page: a click on a buy button takes the page's login token, or fetches one, and starts plenigo's checkout. */

import { type Answer, askRouter } from './checkout/ask-router.js';
import { type PageAnswers, takeAnswers } from './checkout/page-answers.js';
import { complain } from './shared/complain.js';
import { ownTag, type Tag } from './shared/own-tag.js';

interface ExpressPlenigo {
  /** Starts the checkout of an offer; the promise never rejects, so that an inline handler may ignore it. */
  checkout(offer: string): Promise<void>;
  /** A further script tag of the page, which may have newer tokens, and a script in another language. */
  add(tag: Tag, tellReader: typeof complain): void;
}

interface PageWindow extends Window {
  plenigo?: { checkoutWithRemoteLogin(call: object): void };
  expressPlenigo?: ExpressPlenigo;
}

/** In ms: the second click of a double click comes when the checkout is just opening. */
const DOUBLE_CLICK = 600;

type Clicked = Element & HTMLOrSVGElement;

const page = window as PageWindow;

/** The newest script tag of the page speaks for all. */
let tag: Tag = {};
let tellReader: typeof complain;
let answerOfPage: PageAnswers;
/** The checkout under way: there is one at a time on a page. */
let current: AbortController | undefined;
/** What was clicked for it. */
let button: Clicked | undefined;
/** What the reader was told last. */
let note: HTMLElement | undefined;

async function start(offer: string | undefined, clicked: Clicked | undefined): Promise<void> {
  if (current) return;
  const request = new AbortController();
  current = request;
  button = clicked;
  note?.remove();
  button?.setAttribute('aria-busy', 'true');
  const { status, call, text } = await openCheckout(offer, request);
  // The page was left meanwhile, and has come back.
  if (current !== request) return;
  if (status === 'bought') {
    location.reload();
  } else if (call) {
    // Not the next checkout: the page may have come back meanwhile, and the reader have clicked again.
    setTimeout(() => current === request && end(), DOUBLE_CLICK);
  } else {
    end();
    note = tellReader(button ?? document, status, text);
    if (note) button?.after(note);
  }
}

/** Opens it if it can; never rejects. */
async function openCheckout(offer: string | undefined, request: AbortController): Promise<Answer> {
  try {
    // Says for an hour that the reader may be buying: the server then asks plenigo, whatever it has heard a moment ago.
    const secure = location.protocol === 'https:' ? ';Secure' : '';
    const cookie = `plenigo_buying=1;Max-Age=3600;Path=/;SameSite=Lax${secure}`;
    // By the setter itself: an element named `cookie` in a reader's comment replaces `document.cookie`.
    Reflect.set(Document.prototype, 'cookie', cookie, document);
    // Asked first, so that no login token is made in vain; an element with the id `plenigo` is not plenigo's script.
    if (typeof page.plenigo?.checkoutWithRemoteLogin !== 'function') return { status: 'blocked' };
    const answer = answerOfPage(button?.dataset.plenigoOffer) ?? (await askRouter(offer, { tag, request }));
    if (answer.call) page.plenigo.checkoutWithRemoteLogin(answer.call);
    return answer;
  } catch (error) {
    reportError(error);
    return { status: 'unavailable' };
  }
}

function end(): void {
  button?.removeAttribute('aria-busy');
  current = undefined;
}

// A page may have the tag twice, and a site that swaps pages runs it again and again: one listener is enough. An element
// with this id in a reader's comment is no property of the window's own.
if (!Object.hasOwn(page, 'expressPlenigo')) {
  // Not on the document, whose methods an element can replace by its name.
  addEventListener('click', (event) => {
    const clicked = (event.target as Element).closest?.<Clicked>('[data-plenigo-checkout]');
    if (!clicked || event.defaultPrevented) return;
    clicked.removeAttribute('popovertarget');
    void start(clicked.dataset.plenigoCheckout, clicked);
  });
  // A page that comes back from the back/forward cache may have been left in the middle of a checkout.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    current?.abort();
    end();
  });
  page.expressPlenigo = {
    checkout: (offer) => {
      // Inside an inline handler this is the event that it handles.
      const target = window.event?.currentTarget;
      return start(offer, target instanceof Element ? (target as Clicked) : undefined);
    },
    add: (newest, ofNewest) => {
      tag = newest;
      tellReader = ofNewest;
      answerOfPage = takeAnswers(newest);
    },
  };
}
page.expressPlenigo?.add(ownTag(), complain);
// What tells a reader without this script. A button that says so is announced as one that opens something.
for (const each of document.querySelectorAll('[data-plenigo-checkout]')) each.removeAttribute('popovertarget');
