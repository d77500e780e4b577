/** Which elements of an account page are to be filled, and with what. */

import type { Tag } from './own-tag.js';

/** Marks an element that has got what its tag lists. */
const SHOWN = 'data-plenigo-shown';

/** What the server says of a snippet; with API v2 also what plenigo's call takes. */
interface Listed {
  elementId: string;
  snippet: string;
  /** With API v3. */
  navigation?: string;
}

/** What the tag lists, each with its element, once: a further tag with the same list finds nothing to do. */
export function takeListed(tag: Tag): { element: Element; listed: Listed }[] {
  const list: Listed[] = JSON.parse(tag.snippets ?? '[]');
  // It may hold a token, which is good once; nothing else in the page is to find it.
  delete tag.snippets;
  return list.flatMap((listed) => {
    const byId = `[id="${listed.elementId}"]`;
    const element = document.querySelector(`${byId}[data-plenigo-snippet="${listed.snippet}"]:not([${SHOWN}])`);
    // Without one, the site makes the documented call itself.
    if (!element) return [];
    // plenigo's script takes the first with the id, which may be one in a reader's comment.
    for (const other of document.querySelectorAll(byId)) if (other !== element) other.removeAttribute('id');
    element.setAttribute(SHOWN, '');
    return [{ element, listed }];
  });
}
