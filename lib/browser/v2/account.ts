/** The script of an account page, for API v2: renders the self-service snippets that its own tag lists into their elements. */

import { takeListed } from '../shared/account.js';
import { complain } from '../shared/complain.js';
import { ownTag } from '../shared/own-tag.js';

interface Sdk {
  Snippet: Record<string, unknown>;
  renderSnippet(call: object): void;
}

const { plenigo: sdk } = window as Window & { plenigo?: Sdk };

for (const { element, listed } of takeListed(ownTag())) {
  const { snippet, ...call } = listed;
  let code = '';
  try {
    // An element of a reader's comment with the id `plenigo` is not plenigo's script.
    if (typeof sdk?.renderSnippet !== 'function') code = 'blocked';
    else sdk.renderSnippet({ ...call, snippetId: sdk.Snippet[snippet] });
  } catch (error) {
    // The other snippets of the page are to be shown all the same.
    reportError(error);
    code = 'unavailable';
  }
  const note = code && complain(element, code);
  if (note) element.replaceChildren(note);
}
