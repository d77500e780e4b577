/** What a page asks of the visit of its request, and in which words a visit answers itself. */

import type { Request } from 'express';
import type { PlenigoError } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import type { Buyer, KnownUser } from '../platform/user.js';
import type { Budget } from '../transport/budget.js';

/** Says whether the site opens a page to its reader by itself. */
export type FreeFor = NonNullable<SiteConfig['freeFor']>;

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
  readonly freeFor: FreeFor | undefined;
}

/** Its answer is read by nobody, or not yet: a login token would be wasted, or old when it is used. A click is none. */
export function isPreview({ method, headers }: Request): boolean {
  if (method !== 'GET') return method === 'HEAD';
  const purpose = headers['sec-purpose'] ?? headers.purpose ?? headers['x-purpose'] ?? headers['x-moz'];
  return purpose !== undefined && /prefetch|prerender|preview/i.test(String(purpose));
}

/** Nobody uses what a page could buy with before it is read. */
export const needOf = ({ need }: Question, req: Request): Question['need'] =>
  need === 'credential' && isPreview(req) ? 'customer' : need;

/** A question of a user, in the time that is left. */
export interface Asking extends Pick<Question, 'ids' | 'need'> {
  readonly user: KnownUser;
  readonly budget: Budget;
}

/** The browser script has said, at a click within the last hour, that a purchase may be under way. */
export const mayBeBuying = ({ headers }: Request) => /(?:^|;\s*)plenigo_buying=/.test(headers.cookie ?? '');

/** Who is logged in; an error if plenigo cannot have such a user. */
export type Known = KnownUser | PlenigoError | undefined;

export const isBuyer = (user: Known): user is Buyer =>
  user !== undefined && !(user instanceof Error) && user.email !== undefined;
