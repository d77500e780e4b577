/** Finds the elements of an account page that are to be filled, and what with. */

import { complain } from './complain.js';
import type { Tag } from './own-tag.js';

/** Marks an element that has got what its tag lists. */
const SHOWN = 'data-plenigo-shown';

/** What the server says of a snippet. With API v2 this also holds all that plenigo's call takes. */
interface Listed {
  elementId: string;
  snippet: string;
  /** Only API v3 has it. */
  navigation?: string;
}

/** Takes what the tag lists, each with its element. A further tag with the same list finds nothing to do. */
export function takeListed(tag: Tag): { element: Element; listed: Listed }[] {
  const list: Listed[] = JSON.parse(tag.snippets ?? '[]');
  // The list may hold tokens that are good for one use, and nothing else in the page is to find them.
  delete tag.snippets;
  return list.flatMap((listed) => {
    const byId = `[id="${listed.elementId}"]`;
    const element = document.querySelector(`${byId}[data-plenigo-snippet="${listed.snippet}"]:not([${SHOWN}])`);
    // Without the element, the site makes the documented call itself.
    if (!element) return [];
    // plenigo's script takes the first with the id, which may be one in a reader's comment.
    for (const other of document.querySelectorAll(byId)) if (other !== element) other.removeAttribute('id');
    element.setAttribute(SHOWN, '');
    return [{ element, listed }];
  });
}

/** Fills the element with what the reader is told, and says whether it did: the site may tell them by itself. */
export function complainIn(element: Element, code?: string, text?: string): boolean {
  const note = complain(element, code, text);
  if (note) element.replaceChildren(note);
  return note !== undefined;
}
