/** Turns clicks on buy buttons into checkouts, one at a time on a page, or into a sentence that says why there is none. */

import { setCookie } from '../shared/cookie.js';
import { fire } from '../shared/events.js';
import type { Tag } from '../shared/own-tag.js';
import type * as Later from '../v2/later.js';
import { type Answer, askRouter } from './ask-router.js';
import { tellReader } from './tell-reader.js';

/** Asks the router about the offer that was clicked. It never rejects. */
type Ask = (more?: object) => Promise<Answer>;

/** A click, as the script of an API of plenigo gets it. */
export interface Click {
  /** A sealed offer, or the call that a page has made by itself before plenigo's script was there. */
  readonly offer: string | object;
  /** Names the call of the button among those that the page has. */
  readonly mark: string | undefined;
  /** The newest script tag of the page speaks for all. */
  readonly tag: Tag;
  readonly ask: Ask;
  /** Tells the page that the checkout opens or closes, or that the page is bought. It is false where the site prevents what comes next. */
  readonly tell: (event: 'open' | 'close' | 'bought') => boolean;
}

/** Opens the checkout of an API of plenigo, or says why not. It settles when the reader may click again. */
export type Open = (click: Click) => Promise<Answer>;

type Clicked = HTMLElement | SVGElement;

declare global {
  interface Window {
    expressPlenigo?: {
      /** Starts the checkout of an offer. The promise never rejects, so an inline handler may ignore it. */
      checkout(offer: Click['offer']): Promise<void>;
      /** Runs the script tags below `root` that came as HTML, whose scripts no browser runs. Default: those of the page. */
      mount(root?: ParentNode): Promise<void>;
      /** Adds a further script tag of the page, which may have newer tokens, and a script in another language. */
      add(tag: Tag, open: Open, tell: typeof tellReader): void;
    };
  }
}

let tag: Tag;
let open: Open;
let tellWhy: typeof tellReader;
/** The checkout under way, and the button that was clicked for it. There is one at a time on a page. */
let current: { readonly button: Clicked | undefined } | undefined;
/** What the reader was told last. */
let told: HTMLElement | undefined;

/** Imports what few pages need. The server puts the name of that module beside the texts. */
export const importLater = <Module = typeof Later>({ source }: Tag): Promise<Module> =>
  import(new URL(TEXTS.later as string, source).href);

async function start(button?: Clicked, offer: Click['offer'] = button?.dataset.plenigoCheckout ?? ''): Promise<void> {
  if (current) return;
  const own = { button };
  current = own;
  told?.remove();
  button?.setAttribute('aria-busy', 'true');
  button?.setAttribute('data-plenigo-state', 'loading');
  const target = button ?? document;
  const { plenigoOffer: mark, plenigoProduct: productId } = button?.dataset ?? {};
  const tell: Click['tell'] = (event) => fire(target, event, { productId });
  async function ask(more?: object): Promise<Answer> {
    const answered = await askRouter({ offer, ...more }, tag, target);
    // Where the page was left meanwhile and has come back, nobody waits for this answer any more.
    return current === own ? answered : {};
  }
  let answer: Answer = {};
  try {
    // For an hour this tells the server that the reader may be buying, so that it asks plenigo again on each page.
    setCookie('buying', 3600);
    answer = await open({ offer, mark, tag, ask, tell });
  } catch (error) {
    reportError(error);
  }
  if (current !== own) return;
  const isBought = answer.status === 'bought';
  if (isBought && tell('bought')) return location.reload();
  end();
  if (isBought || answer.call) return;
  told = tellWhy(target, answer, () => {
    button?.focus();
    void start(button, offer);
  });
  if (told) button?.after(' ', told);
}

function end(): void {
  const { button } = current ?? {};
  button?.removeAttribute('aria-busy');
  button?.removeAttribute('data-plenigo-state');
  current = undefined;
}

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
      void start(clicked);
    });
    // A page that comes back from the back/forward cache may have been left in the middle of a checkout.
    addEventListener('pageshow', (event) => {
      if (event.persisted) end();
    });
    window.expressPlenigo = {
      checkout: (offer) => start(findClicked(), offer),
      mount: async (root) => (await importLater(tag)).runInserted(tag.source, root),
      add: (...newest) => {
        [tag, open, tellWhy] = newest;
      },
    };
  }
  window.expressPlenigo?.add(ownTag, ownOpen, tellReader);
  if (ownTag.justBought || ownTag.isLate) void importLater(ownTag).then(({ enter }) => enter(ownTag));
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-plenigo-checkout]')];
  // A click that came before this script shows the help of its button, and is not lost.
  const waiting = buttons.find(({ popoverTargetElement: help }) => help?.matches(':popover-open'));
  // The help goes, because a button that can show one is announced as opening something.
  for (const help of document.querySelectorAll('[data-plenigo-help]')) help.remove();
  if (waiting) void start(waiting);
}
