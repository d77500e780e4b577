/** The script of an account page, for API v3. It fetches a token for each snippet that its own tag lists, and renders them. */

import { complainIn, findParts, showEach } from '../shared/account.js';
import { askRouter, awaitSdk, create, document, takeOwnTag } from '../shared/page.js';

interface Sdk {
  CONSTS: Record<'SNIPPETS' | 'SNIPPET_NAVIGATION', Readonly<Record<string, string>>>;
  Snippets: new (token: string, config: object) => { start(): unknown; open(snippet: unknown): unknown };
}

const tag = takeOwnTag('account');
const parts = findParts(tag);

async function show(more?: object): Promise<void> {
  const sdk = await awaitSdk<Sdk>('Snippets', tag);
  if (!sdk) return complainIn(parts, 'blocked');
  for (const { element } of parts) element?.setAttribute('aria-busy', 'true');
  const { status, text, call } = await askRouter({ count: parts.length, ...more }, tag, document);
  for (const { element } of parts) element?.removeAttribute('aria-busy');
  if (!call) return complainIn(parts, status, text, status === 'session-limit' ? createEndOthers() : undefined);
  for (const { element } of parts) element?.replaceChildren();
  showEach(parts, ({ element: _, elementId, snippet, navigation = 'OFF', personalDetails, ...more }, index) => {
    // The site has its own login, so what belongs to that is not to be changed at plenigo.
    const displaySettings = { SSO: { twoFactor: 'HIDE', ...(personalDetails && { personalDetails }) } };
    const config = { ...more, elementId, navigation: sdk.CONSTS.SNIPPET_NAVIGATION[navigation], displaySettings };
    const page = new sdk.Snippets((call as string[])[index] as string, config);
    if (snippet === 'SUBSCRIPTION' && more.subscriptionId) page.start();
    else page.open(sdk.CONSTS.SNIPPETS[snippet]);
  });
}

/** Only the reader may say that they are to be logged out elsewhere. */
function createEndOthers(): HTMLElement {
  const button = create('button', TEXTS['end-others']);
  button.type = 'button';
  button.onclick = () => {
    button.disabled = true;
    void show({ endOthers: true });
  };
  return button;
}

// A token lives for half a minute, so none is made for a page that nobody looks at yet.
const isUnseen = (document as Document & { prerendering?: boolean }).prerendering === true;
if (parts.length > 0 && isUnseen) document.addEventListener('prerenderingchange', () => void show(), { once: true });
else if (parts.length > 0) void show();
