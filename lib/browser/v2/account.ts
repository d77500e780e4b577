/** The script of an account page, for API v2. It renders the self-service snippets that its own tag lists. */

import { complainIn, findParts, showEach } from '../shared/account.js';
import { awaitSdk, document, standIn, takeOwnTag } from '../shared/page.js';

interface Sdk {
  Snippet: Record<string, unknown>;
  renderSnippet(call: object): void;
}

const tag = takeOwnTag('account');

async function show(parts: ReturnType<typeof findParts>): Promise<void> {
  const sdk = await awaitSdk<Sdk>('renderSnippet', tag);
  if (!sdk) return complainIn(parts, 'blocked');
  showEach(parts, ({ element, snippet, ...call }) => sdk.renderSnippet({ ...call, snippetId: sdk.Snippet[snippet] }));
}

/** Takes a call that the page makes by itself, with a name for the snippet's id. */
const renderSnippet = ({ snippetId: snippet, ...call }: { snippetId: string; elementId: string }) =>
  show([{ ...call, snippet, element: document.getElementById(call.elementId) }]);
standIn(tag, { renderSnippet, Snippet: new Proxy({}, { get: (_, name) => name }) });
void show(findParts(tag));
