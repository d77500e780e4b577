/** The script of an account page, for API v2. It renders the self-service snippets that its own tag lists. */

import { complainIn, findListed } from '../shared/account.js';
import { awaitSdk, takeOwnTag } from '../shared/own-tag.js';

interface Sdk {
  Snippet: Record<string, unknown>;
  renderSnippet(call: object): void;
}

const tag = takeOwnTag();
const parts = findListed(tag);

async function show(): Promise<void> {
  const sdk = await awaitSdk<Sdk>('renderSnippet', tag);
  for (const { element, listed } of parts) {
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
}

void show();
