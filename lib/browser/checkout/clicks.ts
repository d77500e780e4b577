/** Turns clicks on buy buttons into checkouts, one at a time on a page, or into a sentence that says why there is none. */

import type { ExpressPlenigo } from '../../page/browser.js';
import type * as Later from '../later/enter.js';
import { type Answer, askRouter, document, fire, setCookie, type Tag, tellReader } from '../shared/page.js';

/** A click, as the script of an API of plenigo gets it. */
export interface Click {
  /** A sealed offer, or the call that a page has made by itself before plenigo's script was there. */
  readonly offer: string | object;
  /** Names the call of the button among those that the page has. */
  readonly mark: string | undefined;
  /** Asks the router about the offer. It never rejects. */
  readonly ask: (more?: object) => Promise<Answer>;
  /** Fires the event in the page. It is false where the site prevents what comes next. */
  readonly tell: (event: 'open' | 'close' | 'bought') => boolean;
}

/** What a script tag says, and what its script does, in the language of that. `open` settles when the reader may click again. */
type Brought = [tag: Tag, open: (click: Click) => Promise<Answer>, tellWhy: typeof tellReader];

declare global {
  interface Window {
    expressPlenigo?: ExpressPlenigo & {
      checkout(offer: Click['offer']): Promise<void>;
      /** Adds a further script tag of the page, which may have newer tokens, and speaks for all from then on. */
      add(...brought: Brought): void;
    };
  }
}

let newest: Brought;
/** The checkout under way, and the button that was clicked for it. There is one at a time on a page. */
let current: { readonly button: HTMLElement | undefined } | undefined;
let told: HTMLElement | undefined;

/** Imports what few pages need. The server puts the name of that module beside the texts. */
export const importLater = <Module = typeof Later>({ source }: Tag): Promise<Module> =>
  import(new URL(TEXTS.later as string, source).href);

async function start(button?: HTMLElement, offer: Click['offer'] = button?.dataset.plenigoCheckout ?? '') {
  if (current) return;
  const own = { button };
  current = own;
  told?.remove();
  button?.setAttribute('aria-busy', 'true');
  button?.setAttribute('data-plenigo-state', 'loading');
  const [tag, open, tellWhy] = newest;
  const target = button ?? document;
  const productId = button?.dataset.plenigoProduct;
  const tell: Click['tell'] = (event) => fire(target, event, { productId });
  async function ask(more?: object): Promise<Answer> {
    const answered = await askRouter({ offer, ...more }, tag, target);
    // Where the page was left meanwhile and has come back, nobody waits for this answer any more.
    return current === own ? answered : {};
  }
  let answer: Answer = {};
  try {
    // For an hour this tells the server that the reader may be buying, so that it asks plenigo again on each page.
    setCookie('buying', 3600, '/');
    answer = await open({ offer, mark: button?.dataset.plenigoOffer, ask, tell });
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
  current?.button?.removeAttribute('aria-busy');
  current?.button?.removeAttribute('data-plenigo-state');
  current = undefined;
}

export function listen(tag: Tag, open: Brought[1]): void {
  // A page may have the tag twice, or run it again for each page that it swaps in. An element with this id in a comment is no own property.
  if (!Object.hasOwn(window, 'expressPlenigo')) {
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
      checkout(offer) {
        // Inside an inline handler this is the event that it handles.
        const clicked = window.event?.currentTarget;
        return start(clicked instanceof Element ? (clicked as HTMLElement) : undefined, offer);
      },
      mount: async (root) => (await importLater(newest[0])).runInserted(newest[0], root as ParentNode),
      add: (...brought) => {
        newest = brought;
      },
    };
  }
  window.expressPlenigo?.add(tag, open, tellReader);
  if (tag.justBought || tag.isLate) void importLater(tag).then(({ enter }) => enter(tag));
  // A click that came before this script shows the help of its button, and is not lost.
  const shown = document.querySelector('[data-plenigo-help]:popover-open');
  const waiting = shown && document.querySelector<HTMLElement>(`[popovertarget=${shown.id}]`);
  // The help goes, because a button that can show one is announced as opening something.
  for (const help of document.querySelectorAll('[data-plenigo-help]')) help.remove();
  if (waiting) void start(waiting);
}
