/** The script of an account page, for API v2. It renders the self-service snippets that its own tag lists. */

import { complainIn, findListed } from '../shared/account.js';
import { findSdk, takeOwnTag } from '../shared/own-tag.js';

interface Sdk {
  Snippet: Record<string, unknown>;
  renderSnippet(call: object): void;
}

const sdk = findSdk<Sdk>('renderSnippet');

for (const { element, listed } of findListed(takeOwnTag())) {
  const { snippet, ...call } = listed;
  try {
    if (sdk) sdk.renderSnippet({ ...call, snippetId: sdk.Snippet[snippet] });
    else complainIn(element, 'blocked');
  } catch (error) {
    // The other snippets of the page are shown all the same.
    reportError(error);
    complainIn(element);
  }
}
