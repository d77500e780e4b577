/** The script of the page: a click on a buy button fetches fresh credentials and starts plenigo's checkout. */

import { fetchCredentials } from './checkout/credentials.js';
import { type FailureCode, textOf } from './checkout/messages.js';
import { complain } from './shared/complain.js';
import { ownTag, type Tag } from './shared/own-tag.js';

interface ExpressPlenigo {
  /** Starts the checkout of an offer; the promise never rejects, so that an inline handler may ignore it. */
  checkout(offer: string): Promise<void>;
  /** A further script tag of the page, which may have a newer CSRF token. */
  add(tag: Tag): void;
}

interface PageWindow extends Window {
  plenigo?: { checkoutWithRemoteLogin(call: object): void };
  expressPlenigo?: ExpressPlenigo;
}

const page = window as PageWindow;
/** In ms; longer than a site's budget for plenigo should be. */
const PATIENCE = 20_000;
/** In ms: the second click of a double click comes when the checkout is just opening. */
const DOUBLE_CLICK = 600;

/** The newest script tag of the page speaks for all. */
let tag: Tag = {};
/** The checkout under way: there is one at a time on a page. */
let current: AbortController | undefined;
/** What was clicked for it. */
let button: Element | undefined;
/** What the reader was told last. */
let note: HTMLElement | undefined;

async function start(offer: string, clicked: Element | undefined): Promise<void> {
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
    note = complain(button ?? document, { code, text: textOf(code), lang: tag.lang });
    if (note) button?.after(note);
  } else {
    // Not the next checkout: the page may have come back meanwhile, and the reader have clicked again.
    setTimeout(() => current === request && end(), DOUBLE_CLICK);
  }
}

/** Why the checkout did not open; undefined if it did. Never rejects. */
async function openCheckout(
  offer: string,
  request: AbortController,
): Promise<FailureCode | 'bought' | undefined> {
  // Asked first, so that no login token is made in vain; an element with the id `plenigo` is not plenigo's script.
  if (typeof page.plenigo?.checkoutWithRemoteLogin !== 'function') return 'blocked';
  const timer = setTimeout(() => request.abort(), PATIENCE);
  const { call, status } = await fetchCredentials(offer, { tag, signal: request.signal });
  clearTimeout(timer);
  if (!call) return status;
  try {
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
    void start(clicked.dataset.plenigoCheckout ?? '', clicked);
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
    add: (newest) => {
      tag = newest;
    },
  };
}
page.expressPlenigo?.add(ownTag());
