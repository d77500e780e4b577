/** The script of an account page, for API v2. It renders the self-service snippets that its own tag lists. */

import { takeListed } from '../shared/account.js';
import { complain } from '../shared/complain.js';
import { readOwnTag } from '../shared/own-tag.js';

interface Sdk {
  Snippet: Record<string, unknown>;
  renderSnippet(call: object): void;
}

const { plenigo: sdk } = window as Window & { plenigo?: Sdk };

for (const { element, listed } of takeListed(readOwnTag())) {
  const { snippet, ...call } = listed;
  let code = '';
  try {
    // An element with the id `plenigo` in a reader's comment is not plenigo's script.
    if (typeof sdk?.renderSnippet !== 'function') code = 'blocked';
    else sdk.renderSnippet({ ...call, snippetId: sdk.Snippet[snippet] });
  } catch (error) {
    // The other snippets of the page are shown all the same.
    reportError(error);
    code = 'unavailable';
  }
  const note = code && complain(element, code);
  if (note) element.replaceChildren(note);
}
