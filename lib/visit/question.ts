/** What a page asks of the visit of its request, and what the request itself says about that. */

import type { Request } from 'express';
import type { PlenigoError } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import type { Terms } from '../platform/sale.js';
import type { Buyer, KnownUser } from '../platform/user.js';

/** Says whether the site opens a page to its reader by itself. */
export type FreeFor = NonNullable<SiteConfig['freeFor']>;

export interface Question {
  /** The products of which any opens the page; empty where no purchase is asked for. */
  readonly ids: readonly string[];
  /** `credential`: one to buy with. `customer`: purchases of a customer with the user's verified e-mail count. `nothing`: neither. */
  readonly need: 'credential' | 'customer' | 'nothing';
  /** What is bought with the credential; undefined where a page sells several things. */
  readonly terms: Terms | undefined;
  readonly failOpen: boolean | undefined;
  /** "Not bought" may be remembered. */
  readonly mayRemember: boolean | undefined;
  /** Free views count. */
  readonly metered: boolean | undefined;
  /** Whether the site opens the page to this reader by itself; undefined where the option says it. */
  readonly freeFor: FreeFor | undefined;
}

/** Who is logged in; an error if plenigo cannot have such a user. */
export type Known = KnownUser | PlenigoError | undefined;

export const isBuyer = (user: Known): user is Buyer =>
  user !== undefined && !(user instanceof Error) && user.email !== undefined;

/** Nobody reads the answer, or not yet: a login token would be wasted, or old when it is used. A click is no preview. */
export function isPreview({ method, headers }: Request): boolean {
  if (method !== 'GET') return method === 'HEAD';
  const purpose = headers['sec-purpose'] ?? headers.purpose ?? headers['x-purpose'] ?? headers['x-moz'];
  return purpose !== undefined && /prefetch|prerender|preview/i.test(String(purpose));
}

/** The browser script has said, at a click within the last hour, that a purchase may be under way. */
export const mayBeBuying = ({ headers }: Request) => /(?:^|;\s*)plenigo_buying=/.test(headers.cookie ?? '');

/** It has said, as it loaded this page anew, that a purchase has just ended. */
export const hasJustBought = ({ headers }: Request) => /(?:^|;\s*)plenigo_bought=/.test(headers.cookie ?? '');
