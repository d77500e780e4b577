/** Clicks on buy buttons: a checkout opens, one at a time on a page, or a sentence says why not. */

import { complain } from '../shared/complain.js';
import type { Tag } from '../shared/own-tag.js';
import { type Answer, askRouter } from './ask-router.js';

/** Asks the router about the offer that was clicked. Never rejects. */
export type Ask = (more?: object) => Promise<Answer>;

/**
 * Opens the checkout of an API of plenigo, or says why not; settles when the reader may click again. `mark` is that of
 * the button.
 */
export type Open = (ask: Ask, offer: string, mark: string | undefined) => Promise<Answer>;

type Clicked = Element & HTMLOrSVGElement;

declare global {
  interface Window {
    expressPlenigo?: {
      /** Starts the checkout of an offer; the promise never rejects, so that an inline handler may ignore it. */
      checkout(offer: string): Promise<void>;
      /** A further script tag of the page, which may have newer tokens, and a script in another language. */
      add(tag: Tag, open: Open, tellReader: typeof complain): void;
    };
  }
}

/** The newest script tag of the page speaks for all. */
let tag: Tag;
let open: Open;
let tellReader: typeof complain;
/** The checkout under way: there is one at a time on a page. */
let current: object | undefined;
/** What was clicked for it. */
let button: Clicked | undefined;
/** What the reader was told last. */
let note: HTMLElement | undefined;

async function start(offer: string, clicked?: Clicked): Promise<void> {
  if (current) return;
  const own = {};
  current = own;
  button = clicked;
  note?.remove();
  button?.setAttribute('aria-busy', 'true');
  let answer: Answer;
  try {
    // Says for an hour that the reader may be buying: the server then asks plenigo, whatever it has heard a moment ago.
    const secure = location.protocol === 'https:' ? ';Secure' : '';
    const cookie = `plenigo_buying=1;Max-Age=3600;Path=/;SameSite=Lax${secure}`;
    // By the setter itself: an element named `cookie` in a reader's comment replaces `document.cookie`.
    Reflect.set(Document.prototype, 'cookie', cookie, document);
    const ask: Ask = async (more) => {
      const answered = await askRouter({ offer, ...more }, tag);
      // Nothing, where the page was left meanwhile and has come back.
      return current === own ? answered : {};
    };
    answer = await open(ask, offer, button?.dataset.plenigoOffer);
  } catch (error) {
    reportError(error);
    answer = { status: 'unavailable' };
  }
  if (current !== own) return;
  if (answer.status === 'bought') return location.reload();
  end();
  if (answer.call) return;
  note = tellReader(button ?? document, answer.status, answer.text);
  button?.after(' ', note ?? '');
}

function end(): void {
  button?.removeAttribute('aria-busy');
  current = undefined;
}

/** Listens for clicks, once in a page. */
export function listen(ownTag: Tag, ownOpen: Open): void {
  // A page may have the tag twice, and a site that swaps pages runs it again and again: one listener is enough. An
  // element with this id in a reader's comment is no property of the window's own.
  if (!Object.hasOwn(window, 'expressPlenigo')) {
    // Not on the document, whose methods an element can replace by its name.
    addEventListener('click', (event) => {
      const clicked = (event.target as Element).closest?.<Clicked>('[data-plenigo-checkout]');
      if (!clicked || event.defaultPrevented) return;
      clicked.removeAttribute('popovertarget');
      void start(clicked.dataset.plenigoCheckout as string, clicked);
    });
    // A page that comes back from the back/forward cache may have been left in the middle of a checkout.
    addEventListener('pageshow', (event) => {
      if (event.persisted) end();
    });
    window.expressPlenigo = {
      checkout: (offer) => {
        // Inside an inline handler this is the event that it handles.
        const target = window.event?.currentTarget;
        return start(offer, target instanceof Element ? (target as Clicked) : undefined);
      },
      add: (...newest) => {
        [tag, open, tellReader] = newest;
      },
    };
  }
  window.expressPlenigo?.add(ownTag, ownOpen, complain);
  // The sentences for readers without this script: a button that can show one is announced as one that opens something.
  for (const help of document.querySelectorAll('[data-plenigo-help]')) help.remove();
}
