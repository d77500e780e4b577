/** Fills the elements of an account page, or says once why it cannot. */

import { complain, document, type Tag } from './page.js';

type Part = NonNullable<Tag['snippets']>[number] & { readonly element: Element | null };

/** Finds the element of each snippet that the tag lists. An element that is marked as shown has got it from a tag with the same list. */
export function findParts({ snippets = [] }: Tag): Part[] {
  return snippets.flatMap((listed) => {
    const byId = `[id="${listed.elementId}"]`;
    const ours = `[data-plenigo-snippet="${listed.snippet}"]:not([data-plenigo-shown])`;
    const element = document.querySelector(byId + ours);
    // Without the element, the site makes the documented call itself.
    if (!element) return [];
    // plenigo's script takes the first with the id, which may be one in a reader's comment.
    for (const other of document.querySelectorAll(byId)) if (other !== element) other.removeAttribute('id');
    element.setAttribute('data-plenigo-shown', '');
    return [{ ...listed, element }];
  });
}

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
export function complainIn([first, ...others]: readonly Part[], code?: string, text?: string, step?: Node): void {
  for (const { element } of others) element?.replaceChildren();
  const sentence = first?.element && complain(first.element, code, text, step);
  if (sentence) first.element.replaceChildren(sentence);
}
