/** The browser scripts that the router serves, under names that change with their content. */

import { createHash } from 'node:crypto';
import { plenigoAccount, plenigoCheckout } from '../generated/browser-scripts.js';

interface ClientScript {
  /** Browsers may keep it for good: another version has another name. */
  readonly name: string;
  readonly text: string;
}

function named(kind: string, text: string): ClientScript {
  return { name: `${kind}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.js`, text };
}

/** For pages with a buy button, and for pages with self-service snippets; built from `lib/browser/`. */
export const clientScripts = {
  checkout: named('checkout', plenigoCheckout),
  account: named('account', plenigoAccount),
} as const;
