/** The script of an account page, for API v2. It renders the self-service snippets that its own tag lists. */

import { complainIn, complainOnce, findListed, showEach } from '../shared/account.js';
import { awaitSdk, takeOwnTag } from '../shared/own-tag.js';
import { type Sdk, standIn } from '../shared/v2-sdk.js';

const tag = takeOwnTag('account');
/** Waits with a call that the page makes by itself. */
async function renderLater({ snippetId, ...call }: { snippetId: string; elementId: string }): Promise<void> {
  const sdk = await awaitSdk<Sdk>('renderSnippet', tag);
  const element = document.getElementById(call.elementId);
  if (sdk) sdk.renderSnippet({ ...call, snippetId: sdk.Snippet[snippetId] });
  else if (element) complainIn(element, 'blocked');
}
const names = new Proxy({}, { get: (_, name) => name });
standIn('renderSnippet', tag, renderLater, { Snippet: names });
const parts = findListed(tag);

async function show(): Promise<void> {
  const sdk = await awaitSdk<Sdk>('renderSnippet', tag);
  const elements = parts.map(({ element }) => element);
  if (!sdk) return void complainOnce(elements, 'blocked');
  showEach(parts, ({ snippet, ...call }) => sdk.renderSnippet({ ...call, snippetId: sdk.Snippet[snippet] }));
}

void show();
