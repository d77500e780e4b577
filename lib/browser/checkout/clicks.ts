/** Turns clicks on buy buttons into checkouts, one at a time on a page, or into a sentence that says why there is none. */

import { complain } from '../shared/complain.js';
import type { Tag } from '../shared/own-tag.js';
import { type Answer, askRouter } from './ask-router.js';

/** Asks the router about the offer that was clicked. It never rejects. */
export type Ask = (more?: object) => Promise<Answer>;

/**
 * Opens the checkout of an API of plenigo, or says why not. It settles when the reader may click again. `mark` names the
 * call of the button among those that the page has.
 */
export type Open = (ask: Ask, offer: string, mark: string | undefined) => Promise<Answer>;

type Clicked = Element & HTMLOrSVGElement;

declare global {
  interface Window {
    expressPlenigo?: {
      /** Starts the checkout of an offer. The promise never rejects, so an inline handler may ignore it. */
      checkout(offer: string): Promise<void>;
      /** Adds a further script tag of the page, which may have newer tokens, and a script in another language. */
      add(tag: Tag, open: Open, tellReader: typeof complain): void;
    };
  }
}

/** The newest script tag of the page speaks for all. */
let tag: Tag;
let open: Open;
let tellReader: typeof complain;
/** The checkout under way, and the button that was clicked for it. There is one at a time on a page. */
let current: { readonly button: Clicked | undefined } | undefined;
/** What the reader was told last. */
let note: HTMLElement | undefined;

async function start(offer: string, button?: Clicked): Promise<void> {
  if (current) return;
  const own = { button };
  current = own;
  note?.remove();
  button?.setAttribute('aria-busy', 'true');
  let answer: Answer;
  try {
    // For an hour this tells the server that the reader may be buying, so that it asks plenigo again on each page.
    const secure = location.protocol === 'https:' ? ';Secure' : '';
    const cookie = `plenigo_buying=1;Max-Age=3600;Path=/;SameSite=Lax${secure}`;
    // This calls the setter itself, because an element named `cookie` in a reader's comment replaces `document.cookie`.
    Reflect.set(Document.prototype, 'cookie', cookie, document);
    const ask: Ask = async (more) => {
      const answered = await askRouter({ offer, ...more }, tag);
      // Where the page was left meanwhile and has come back, nobody waits for this answer any more.
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
  current?.button?.removeAttribute('aria-busy');
  current = undefined;
}

/** Listens for clicks. A page needs one listener, however often its scripts run. */
export function listen(ownTag: Tag, ownOpen: Open): void {
  // A page may have the tag twice, and a site that swaps pages runs it again and again. The question is for the window's
  // own property, because an element with this id in a reader's comment can be read from the window as well.
  if (!Object.hasOwn(window, 'expressPlenigo')) {
    // The window listens, because an element can replace a method of the document by its name.
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
        // Inside an inline handler `window.event` is the event that it handles.
        const target = window.event?.currentTarget;
        return start(offer, target instanceof Element ? (target as Clicked) : undefined);
      },
      add: (...newest) => {
        [tag, open, tellReader] = newest;
      },
    };
  }
  window.expressPlenigo?.add(ownTag, ownOpen, complain);
  // The sentences for readers without this script go, because a button that can show one is announced as opening something.
  for (const help of document.querySelectorAll('[data-plenigo-help]')) help.remove();
}
