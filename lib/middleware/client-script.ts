/** The browser script that the router serves, under a name that changes with its content. */

import { createHash } from 'node:crypto';
import { plenigoCheckout } from '../generated/browser-scripts.js';

/** The script itself; built from `lib/browser/`. */
export const clientScript: string = plenigoCheckout;

/** Browsers may keep it for good: another version has another name. */
export const clientScriptName = `checkout-${createHash('sha256').update(clientScript).digest('hex').slice(0, 12)}.js`;
