/** Fills the elements of an account page, or says once why it cannot. */

import { document } from './document.js';
import type { Tag } from './own-tag.js';
import { complain } from './tell.js';

/** Marks an element that has got what its tag lists. */
const SHOWN = 'data-plenigo-shown';

type Part = NonNullable<Tag['snippets']>[number] & { readonly element: Element | null };

/** Finds the element of each snippet that the tag lists. A further tag with the same list finds nothing to do. */
export function findParts({ snippets = [] }: Tag): Part[] {
  return snippets.flatMap((listed) => {
    const byId = `[id="${listed.elementId}"]`;
    const element = document.querySelector(`${byId}[data-plenigo-snippet="${listed.snippet}"]:not([${SHOWN}])`);
    // Without the element, the site makes the documented call itself.
    if (!element) return [];
    // plenigo's script takes the first with the id, which may be one in a reader's comment.
    for (const other of document.querySelectorAll(byId)) if (other !== element) other.removeAttribute('id');
    element.setAttribute(SHOWN, '');
    return [{ ...listed, element }];
  });
}

/** Shows each part by `show`. Where one fails, the others are shown all the same. */
export function showEach(parts: readonly Part[], show: (part: Part, index: number) => void): void {
  for (const [index, part] of parts.entries()) {
    try {
      show(part, index);
    } catch (error) {
      reportError(error);
      complainIn([part]);
    }
  }
}

/** Says in the first of these parts what all wait for in vain, with what the reader can do, unless the site does so itself. */
export function complainIn([first, ...others]: readonly Part[], code?: string, text?: string, ...step: Node[]): void {
  for (const { element } of others) element?.replaceChildren();
  const note = first?.element && complain(first.element, code, text);
  if (note) first.element.replaceChildren(note, ' ', ...step);
}
