/** The script of the page: a click on a buy button takes the page's login token, or fetches one, and starts plenigo's checkout. */

import { fetchCall, type Refusal } from './checkout/credentials.js';
import { tell } from './checkout/messages.js';
import { type PageCalls, takeCalls } from './checkout/page-calls.js';
import { ownTag, type Tag } from './shared/own-tag.js';

interface ExpressPlenigo {
  /** Starts the checkout of an offer; the promise never rejects, so that an inline handler may ignore it. */
  checkout(offer: string): Promise<void>;
  /** A further script tag of the page, which may have newer tokens, and a script in another language. */
  add(tag: Tag, tellReader: typeof tell): void;
}

interface PageWindow extends Window {
  plenigo?: { checkoutWithRemoteLogin(call: object): void };
  expressPlenigo?: ExpressPlenigo;
}

/** In ms: the second click of a double click comes when the checkout is just opening. */
const DOUBLE_CLICK = 600;

const page = window as PageWindow;

/** The newest script tag of the page speaks for all. */
let tag: Tag = {};
let tellReader: typeof tell;
let callOfPage: PageCalls;
/** The checkout under way: there is one at a time on a page. */
let current: AbortController | undefined;
/** What was clicked for it. */
let button: Element | undefined;
/** What the reader was told last. */
let note: HTMLElement | undefined;

async function start(offer: string | undefined, clicked: Element | undefined): Promise<void> {
  if (current) return;
  const request = new AbortController();
  current = request;
  button = clicked;
  note?.remove();
  button?.setAttribute('aria-busy', 'true');
  const code = await openCheckout(offer, request);
  // The page was left meanwhile, and has come back.
  if (current !== request) return;
  if (code === 'bought') {
    location.reload();
  } else if (code) {
    end();
    note = tellReader(button ?? document, code);
    if (note) button?.after(note);
  } else {
    // Not the next checkout: the page may have come back meanwhile, and the reader have clicked again.
    setTimeout(() => current === request && end(), DOUBLE_CLICK);
  }
}

/** Why the checkout did not open; undefined if it did. Never rejects. */
async function openCheckout(offer: string | undefined, request: AbortController): Promise<Refusal | undefined> {
  try {
    // Says for an hour that the reader may be buying: the server then asks plenigo, whatever it has heard a moment ago.
    const secure = location.protocol === 'https:' ? ';Secure' : '';
    const cookie = `plenigo_buying=1;Max-Age=3600;Path=/;SameSite=Lax${secure}`;
    // By the setter itself: an element named `cookie` in a reader's comment replaces `document.cookie`.
    Reflect.set(Document.prototype, 'cookie', cookie, document);
    // Asked first, so that no login token is made in vain; an element with the id `plenigo` is not plenigo's script.
    if (typeof page.plenigo?.checkoutWithRemoteLogin !== 'function') return 'blocked';
    const call = callOfPage(button?.getAttribute('data-plenigo-offer')) ?? (await fetchCall(offer, { tag, request }));
    if (typeof call === 'string') return call;
    page.plenigo.checkoutWithRemoteLogin(call);
    return undefined;
  } catch (error) {
    reportError(error);
    return 'unavailable';
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
    const clicked = (event.target as Element).closest?.<HTMLElement>('[data-plenigo-checkout]');
    if (!clicked || event.defaultPrevented) return;
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
      return start(offer, target instanceof Element ? target : undefined);
    },
    add: (newest, ofNewest) => {
      tag = newest;
      tellReader = ofNewest;
      callOfPage = takeCalls(newest);
    },
  };
}
page.expressPlenigo?.add(ownTag(), tell);
