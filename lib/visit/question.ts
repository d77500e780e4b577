/** What a page asks of the visit of its request, and what the reader's browser says to that. */

import type { Request } from 'express';
import type { SiteConfig } from '../options.js';

/** What a page wants to know. */
export interface Question {
  /** The products of which any opens the page; empty: do not ask. */
  readonly ids: readonly string[];
  /** `credential`: one to buy with. `customer`: purchases of a customer with the user's verified e-mail count. `nothing`: neither. */
  readonly need: 'credential' | 'customer' | 'nothing';
  readonly failOpen: boolean | undefined;
  /** "Not bought" may be remembered. */
  readonly mayRemember: boolean | undefined;
  /** Free views count. */
  readonly metered: boolean | undefined;
  /** Whether the site opens the page to this reader by itself; undefined: by the option. */
  readonly freeFor: SiteConfig['freeFor'] | undefined;
}

/** The browser script has said, at a click within the last hour, that a purchase may be under way. */
export function mayBeBuying({ headers }: Request): boolean {
  return /(?:^|;\s*)plenigo_buying=/.test(headers.cookie ?? '');
}
