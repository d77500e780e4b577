/** Turns clicks on buy buttons into checkouts, one at a time on a page, or into a sentence that says why there is none. */

import { fire } from '../shared/events.js';
import type { Tag } from '../shared/own-tag.js';
import { type Answer, askRouter } from './ask-router.js';
import { setCookie } from './cookie.js';
import { runInserted } from './inserted.js';
import { sayThanks, tellReader } from './tell-reader.js';

/** Asks the router about the offer that was clicked. It never rejects. */
export type Ask = (more?: object) => Promise<Answer>;

/** A click, as the script of an API of plenigo gets it. */
export interface Click {
  readonly offer: string;
  /** What a page has called by itself before plenigo's script was there. */
  readonly call: object | undefined;
  /** Names the call of the button among those that the page has. */
  readonly mark: string | undefined;
  /** The newest script tag of the page speaks for all. */
  readonly tag: Tag;
  readonly ask: Ask;
  /** Tells the page that the checkout opens, or closes. */
  readonly tell: (event: 'open' | 'close') => void;
  /** Leaves for the page that the reader has bought, by default this page anew. It is false where the site prevents it. */
  readonly leave: (address?: string) => boolean;
}

/** Opens the checkout of an API of plenigo, or says why not. It settles when the reader may click again. */
export type Open = (click: Click) => Promise<Answer>;

type Clicked = HTMLElement | SVGElement;

declare global {
  interface Window {
    expressPlenigo?: {
      /** Starts the checkout of an offer. The promise never rejects, so an inline handler may ignore it. */
      checkout(offer: string): Promise<void>;
      /** Runs the script tags below `root` that came as HTML, whose scripts no browser runs. Default: those of the page. */
      mount(root?: ParentNode): void;
      /** Starts the checkout of a call that a page has made by itself. */
      start(call: object): Promise<void>;
      /** Adds a further script tag of the page, which may have newer tokens, and a script in another language. */
      add(tag: Tag, open: Open, tell: typeof tellReader): void;
    };
  }
}

let tag: Tag;
let open: Open;
let tell: typeof tellReader;
/** The checkout under way, and the button that was clicked for it. There is one at a time on a page. */
let current: { readonly button: Clicked | undefined } | undefined;
/** What the reader was told last. */
let told: HTMLElement[] = [];

async function start(offer: string, button?: Clicked, call?: object): Promise<void> {
  if (current) return;
  const own = { button };
  current = own;
  for (const element of told) element.remove();
  if (button) {
    button.setAttribute('aria-busy', 'true');
    button.dataset.plenigoState = 'loading';
  }
  const target = button ?? document;
  const { plenigoOffer: mark, plenigoProduct: productId } = button?.dataset ?? {};
  function leave(address?: string): boolean {
    const isLeft = fire(target, 'bought', { productId });
    if (isLeft && address) location.assign(address);
    else if (isLeft) location.reload();
    return isLeft;
  }
  let answer: Answer;
  try {
    // For an hour this tells the server that the reader may be buying, so that it asks plenigo again on each page.
    setCookie('plenigo_buying', 3600);
    const ask: Ask = async (more) => {
      const answered = await askRouter({ offer, ...more }, tag, target);
      // Where the page was left meanwhile and has come back, nobody waits for this answer any more.
      return current === own ? answered : {};
    };
    answer = await open({ offer, call, mark, tag, ask, leave, tell: (event) => fire(target, event, { productId }) });
  } catch (error) {
    reportError(error);
    answer = { status: 'unavailable' };
  }
  const isBought = answer.status === 'bought';
  if (current !== own || (isBought && leave())) return;
  end();
  if (answer.call || isBought) return;
  told = tell(target, answer, () => {
    button?.focus();
    void start(offer, button, call);
  });
  for (const element of [...told].reverse()) button?.after(' ', element);
}

function end(): void {
  const button = current?.button;
  button?.removeAttribute('aria-busy');
  delete button?.dataset.plenigoState;
  current = undefined;
}

/** A click that came before this script shows the help of its button, and is not lost. */
function findWaiting(): Clicked | undefined {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-plenigo-checkout]')];
  return buttons.find(({ popoverTargetElement: help }) => help?.matches(':popover-open'));
}

const startFrom = (button: Clicked) => start(button.dataset.plenigoCheckout as string, button);

/** Inside an inline handler `window.event` is the event that it handles. */
function findClicked(): Clicked | undefined {
  const target = window.event?.currentTarget;
  return target instanceof Element ? (target as Clicked) : undefined;
}

/** Listens for clicks. A page needs one listener, however often its scripts run. */
export function listen(ownTag: Tag, ownOpen: Open): void {
  // A page may have the tag twice, and a site that swaps pages runs it again and again. The question is for the window's
  // own property, because an element with this id in a reader's comment can be read from the window as well.
  if (!Object.hasOwn(window, 'expressPlenigo')) {
    // The window listens, because an element can replace a method of the document by its name.
    addEventListener('click', (event) => {
      const clicked = (event.target as Element).closest?.<HTMLElement>('[data-plenigo-checkout]');
      if (!clicked || event.defaultPrevented) return;
      // A button that came later has its help still.
      clicked.removeAttribute('popovertarget');
      void startFrom(clicked);
    });
    // A page that comes back from the back/forward cache may have been left in the middle of a checkout.
    addEventListener('pageshow', (event) => {
      if (event.persisted) end();
    });
    window.expressPlenigo = {
      checkout: (offer) => start(offer, findClicked()),
      start: (call) => start('', findClicked(), call),
      mount: (root = document) => runInserted(root, tag.folder),
      add: (...newest) => {
        [tag, open, tell] = newest;
      },
    };
  }
  window.expressPlenigo?.add(ownTag, ownOpen, tellReader);
  if (ownTag.justBought) {
    setCookie('plenigo_bought', 0);
    sayThanks();
  }
  const waiting = findWaiting();
  // The help goes, because a button that can show one is announced as opening something.
  for (const help of document.querySelectorAll('[data-plenigo-help]')) help.remove();
  if (waiting) void startFrom(waiting);
}
