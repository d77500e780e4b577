/** The script of an account page, for API v3. It fetches a token for each snippet that its own tag lists, and renders them. */

import { askRouter } from '../checkout/ask-router.js';
import { takeListed } from '../shared/account.js';
import { complain } from '../shared/complain.js';
import { readOwnTag } from '../shared/own-tag.js';

type Names = Readonly<Record<string, string>>;

interface Sdk {
  CONSTS: { SNIPPETS: Names; SNIPPET_NAVIGATION: Names };
  Snippets: new (token: string, config: object) => { open(snippet: unknown): unknown };
}

const tag = readOwnTag();
const parts = takeListed(tag);

/** The site has its own login, so what belongs to that is not to be changed at plenigo. */
const displaySettings = { SSO: { personalDetails: 'VIEW', twoFactor: 'HIDE' } };

async function show(more?: object): Promise<void> {
  const { plenigo: sdk } = window as Window & { plenigo?: Sdk };
  // An element with the id `plenigo` in a reader's comment is not plenigo's script.
  if (typeof sdk?.Snippets !== 'function') return tell('blocked');
  for (const { element } of parts) element.setAttribute('aria-busy', 'true');
  const { status, text, call } = await askRouter({ count: parts.length, ...more }, tag);
  for (const { element } of parts) element.removeAttribute('aria-busy');
  if (!call) return tell(status, text);
  parts.forEach(({ element, listed: { elementId, snippet, navigation = 'OFF' } }, index) => {
    try {
      element.replaceChildren();
      const { SNIPPETS, SNIPPET_NAVIGATION } = sdk.CONSTS;
      const config = { elementId, navigation: SNIPPET_NAVIGATION[navigation], displaySettings };
      new sdk.Snippets((call as string[])[index] as string, config).open(SNIPPETS[snippet]);
    } catch (error) {
      // The other snippets of the page are shown all the same.
      reportError(error);
      const note = complain(element);
      if (note) element.replaceChildren(note);
    }
  });
}

/** Tells the reader why there are no snippets: once, however many wait for the same. */
function tell(code: string | undefined, text?: string): void {
  const [element, ...others] = parts.map((part) => part.element);
  const note = element && complain(element, code, text);
  for (const other of others) other.replaceChildren();
  if (!note) return;
  element.replaceChildren(note);
  if (code !== 'session-limit') return;
  // Only the reader may say that they are to be logged out elsewhere.
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = TEXTS['end-others'] as string;
  button.addEventListener('click', () => {
    button.disabled = true;
    void show({ endOthers: true });
  });
  element.append(' ', button);
}

if (parts.length > 0) {
  // A token lives for half a minute, so none is made for a page that nobody looks at yet.
  if ((document as Document & { prerendering?: boolean }).prerendering === true) {
    document.addEventListener('prerenderingchange', () => void show(), { once: true });
  } else void show();
}
