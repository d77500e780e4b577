/** Fills the elements of an account page, or says once why it cannot. */

import { complain, document, type Tag } from './page.js';

/** Marks an element that has got what its tag lists. */
const SHOWN = 'data-plenigo-shown';

type Why = Parameters<typeof complain> extends [unknown, ...infer Rest] ? Rest : never;
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
export function complainIn([first, ...others]: readonly Part[], ...why: Why): void {
  for (const { element } of others) element?.replaceChildren();
  const sentence = first?.element && complain(first.element, ...why);
  if (sentence) first.element.replaceChildren(sentence);
}
