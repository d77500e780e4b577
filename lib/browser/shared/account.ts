/** Finds the elements of an account page that are to be filled, and what with. */

import { complain } from './complain.js';
import type { Tag } from './own-tag.js';

/** Marks an element that has got what its tag lists. */
const SHOWN = 'data-plenigo-shown';

type Listed = NonNullable<Tag['snippets']>[number];

/** Finds the element of each snippet that the tag lists. A further tag with the same list finds nothing to do. */
export function findListed({ snippets = [] }: Tag) {
  return snippets.flatMap((listed) => {
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

/** Shows each part by `show`. Where one fails, the other snippets of the page are shown all the same. */
export function showEach(parts: ReturnType<typeof findListed>, show: (part: Listed, index: number) => void): void {
  for (const [index, { element, listed }] of parts.entries()) {
    try {
      show(listed, index);
    } catch (error) {
      reportError(error);
      complainIn(element);
    }
  }
}

/** Fills the element with what the reader is told, and says whether it did: the site may tell them by itself. */
export function complainIn(element: Element, code?: string, text?: string): boolean {
  const note = complain(element, code, text);
  if (note) element.replaceChildren(note);
  return note !== undefined;
}

/** Says once what all these elements wait for in vain, in the first of them, and returns that if it did. */
export function complainOnce(elements: readonly Element[], code?: string, text?: string): Element | undefined {
  const [first, ...others] = elements;
  for (const other of others) other.replaceChildren();
  return first && complainIn(first, code, text) ? first : undefined;
}
