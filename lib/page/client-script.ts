/** The browser scripts that the router serves, under names that change with their content. */

import { createHash } from 'node:crypto';
import * as built from '../generated/browser-scripts.js';

interface ClientScript {
  /** Browsers may keep it for good: another version has another name. */
  readonly name: string;
  readonly text: string;
}

function named(kind: string, text: string): ClientScript {
  return { name: `${kind}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.js`, text };
}

/** For pages with a buy button, and with self-service snippets, in English and German; built from `lib/browser/`. */
export const clientScripts = {
  checkout: named('checkout', built.plenigoCheckout),
  'checkout-de': named('checkout-de', built.plenigoCheckoutDe),
  account: named('account', built.plenigoAccount),
  'account-de': named('account-de', built.plenigoAccountDe),
} as const;
