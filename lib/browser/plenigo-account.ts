/** The script of an account page: renders the self-service snippets that its own tag lists into their elements. */

import { complain } from './shared/complain.js';
import { ownTag } from './shared/own-tag.js';

interface Sdk {
  Snippet: Record<string, unknown>;
  renderSnippet(call: object): void;
}

interface Listed {
  elementId: string;
  snippet: string;
  loggedOutRedirectUrl: string;
  loginToken: string;
}

/** `detail.code` of the event `plenigo:error`. `blocked`: plenigo's script is not there. */
type FailureCode = 'blocked' | 'unavailable';

/** Marks an element that has got what its tag lists. */
const SHOWN = 'data-plenigo-shown';

const tag = ownTag();
const { plenigo: sdk } = window as Window & { plenigo?: Sdk };
const list: Listed[] = JSON.parse(tag.snippets ?? '[]');
// A token is good once; nothing else in the page is to find it.
delete tag.snippets;

for (const listed of list) {
  const byId = `[id="${listed.elementId}"]`;
  // Once for each element: a further tag with the same list finds nothing to do.
  const element = document.querySelector(`${byId}[data-plenigo-snippet="${listed.snippet}"]:not([${SHOWN}])`);
  // Without one, the site makes the documented call itself.
  if (!element) continue;
  // plenigo's script takes the first with the id, which may be one in a reader's comment.
  for (const other of document.querySelectorAll(byId)) if (other !== element) other.removeAttribute('id');
  show(listed, element);
}

function show(listed: Listed, element: Element): void {
  element.setAttribute(SHOWN, '');
  const code = render(listed);
  if (!code) return;
  const note = complain(element, code);
  if (note) element.replaceChildren(note);
}

function render({ snippet, ...call }: Listed): FailureCode | undefined {
  // An element of a reader's comment with the id `plenigo` is not plenigo's script.
  if (typeof sdk?.renderSnippet !== 'function') return 'blocked';
  try {
    sdk.renderSnippet({ ...call, snippetId: sdk.Snippet[snippet] });
    return undefined;
  } catch (error) {
    // The other snippets of the page are to be shown all the same.
    reportError(error);
    return 'unavailable';
  }
}
