/** The script of the page: a click on a buy button fetches fresh credentials and starts plenigo's checkout. */

import { fetchCredentials, type Tag } from './checkout/credentials.js';
import { type FailureCode, messageFor } from './checkout/messages.js';

interface ExpressPlenigo {
  /** Starts the checkout of an offer; the promise never rejects, so that an inline handler may ignore it. */
  checkout(offer: string, endpoint?: string): Promise<void>;
  /** A further script tag of the page: of another router, or the same with a newer CSRF token. */
  add(tag: Tag): void;
}

interface PageWindow extends Window {
  plenigo?: { checkoutWithRemoteLogin(call: object): void };
  expressPlenigo?: ExpressPlenigo;
}

interface Click {
  offer: string;
  endpoint: string | null | undefined;
  /** What was clicked: busy meanwhile, and the message stands beside it. */
  button: Element | undefined;
}

const page = window as PageWindow;
const OFFER = 'data-plenigo-checkout';
const ENDPOINT = 'data-plenigo-endpoint';
const MESSAGE = 'data-plenigo-message';
/** In ms; longer than a site's budget for plenigo should be. */
const PATIENCE = 20_000;
/** In ms: the second click of a double click comes when the checkout is just opening. */
const DOUBLE_CLICK = 600;

/** The newest script tag of the page speaks for all. */
let tag: Tag = {};
/** The checkout under way: there is one at a time on a page. */
let current: { request: AbortController; button: Element | undefined } | undefined;

async function start({ offer, endpoint, button }: Click): Promise<void> {
  if (current) return;
  const request = new AbortController();
  current = { request, button };
  noteOf(button)?.remove();
  button?.setAttribute('aria-busy', 'true');
  const status = await openCheckout({ offer, endpoint: endpoint ?? tag.endpoint ?? '' }, request);
  // The page was left meanwhile, and has come back.
  if (current?.request !== request) return;
  if (status === 'bought') {
    location.reload();
  } else if (status) {
    end();
    complain(status, button);
  } else {
    // Not the next checkout: the page may have come back meanwhile, and the reader have clicked again.
    setTimeout(() => current?.request === request && end(), DOUBLE_CLICK);
  }
}

/** Why the checkout did not open; undefined if it did. Never rejects. */
async function openCheckout(
  { offer, endpoint }: { offer: string; endpoint: string },
  request: AbortController,
): Promise<FailureCode | 'bought' | undefined> {
  // Asked first, so that no login token is made in vain.
  if (!page.plenigo) return 'blocked';
  const timer = setTimeout(() => request.abort(), PATIENCE);
  const { signal } = request;
  const { call, status } = await fetchCredentials(offer, { endpoint, csrf: tag.csrf, signal });
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
  current?.button?.removeAttribute('aria-busy');
  current = undefined;
}

function noteOf(button: Element | undefined): Element | undefined {
  const next = button?.nextElementSibling;
  return next?.hasAttribute(MESSAGE) ? next : undefined;
}

/** The site may show a message of its own: it prevents the default of the event, and ours is not shown. */
function complain(code: FailureCode, button: Element | undefined): void {
  const isGerman = tag.lang === 'de';
  const message = messageFor(code, isGerman);
  const detail = { code, message };
  const event = new CustomEvent('plenigo:error', { bubbles: true, cancelable: true, detail });
  if (!(button ?? document).dispatchEvent(event) || !button) return;
  const note = document.createElement('span');
  note.setAttribute(MESSAGE, code);
  note.setAttribute('role', 'alert');
  note.lang = isGerman ? 'de' : 'en';
  note.textContent = message;
  button.after(note);
}

function begin(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest?.(`[${OFFER}]`);
    if (!button || event.defaultPrevented) return;
    const offer = button.getAttribute(OFFER) ?? '';
    void start({ offer, endpoint: button.getAttribute(ENDPOINT), button });
  });
  // A page that comes back from the back/forward cache may have been left in the middle of a checkout.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    current?.request.abort();
    end();
  });
  page.expressPlenigo = {
    checkout: (offer, endpoint) => {
      // Inside an inline handler this is the event that it handles.
      const target = window.event?.currentTarget;
      return start({ offer, endpoint, button: target instanceof Element ? target : undefined });
    },
    add: (newest) => {
      tag = newest;
    },
  };
}

// A page may have the tag twice, and a site that swaps pages runs it again and again: one listener is enough.
if (!page.expressPlenigo) begin();
page.expressPlenigo?.add(document.currentScript?.dataset ?? {});
