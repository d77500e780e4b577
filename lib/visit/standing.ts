/** What a page asks of the visit of its request, and the one function that decides, by what is known, what its reader may do. */

import type { Request } from 'express';
import { hasCode, isOutage, type PlenigoError, type PlenigoErrorCode } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import type { Customer } from '../customer/customers.js';
import type { Credential, FreeView, Terms } from '../platform/sale.js';
import type { Buyer, KnownUser } from '../platform/user.js';

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
  readonly metered: boolean | undefined;
  /** Whether the site opens the page to this reader by itself; undefined where the option says it. */
  readonly freeFor: SiteConfig['freeFor'];
}

/** Who is logged in; an error if plenigo cannot have such a user. */
export type Known = KnownUser | PlenigoError | undefined;

export const isBuyer = (user: Known): user is Buyer =>
  user !== undefined && !(user instanceof Error) && user.email !== undefined;

export type Status =
  | 'anonymous'
  | 'free'
  | 'metered'
  | 'bought'
  | 'ready'
  | 'email-missing'
  | 'email-conflict'
  | 'unavailable';

export interface Knowledge extends Partial<Pick<Question, 'failOpen' | 'metered'>> {
  readonly user?: Known;
  /** Whether a purchase opens the page; absent if that was not asked. */
  readonly bought?: boolean | PlenigoError | undefined;
  /** The purchase is remembered from before, and plenigo has not said it anew. */
  readonly isStale?: boolean;
  /** Why the customer, or what a customer needs to buy, could not be had. */
  readonly trouble?: PlenigoError | undefined;
  readonly customer?: Customer | undefined;
  readonly credential?: Credential | undefined;
  /** What has opened the page: that nothing is for sale on its route, the publisher at plenigo, or the site, for this reader. */
  readonly openedBy?: 'route' | 'publisher' | 'site' | undefined;
  readonly freeView?: FreeView | undefined;
}

export interface Standing extends Pick<Knowledge, 'credential' | 'freeView' | 'isStale'> {
  readonly status: Status;
  readonly access: boolean;
  /** The page depends on who the reader is, so no cache may share it. */
  readonly isPersonal: boolean;
  readonly user: KnownUser | undefined;
  readonly customerId: string | undefined;
  /** Why plenigo gives this reader nothing to buy with, or no self-service, if it is something that readers are told. */
  readonly refusal: PlenigoErrorCode | undefined;
  /** Everybody may read for now: no cache may say so for longer than the answer of the switch holds. */
  readonly isForNow: boolean;
}

export function decideStanding(knowledge: Knowledge): Standing {
  // This is the one decision that opens pages, so nothing that all objects inherit is taken for knowledge.
  const known: Knowledge = Object.assign(Object.create(null), knowledge);
  const { user, bought, trouble, openedBy, freeView } = known;
  const standing = (status: Status, access = false): Standing => {
    // Whether a free view is left depends on the reader, even if nobody is logged in.
    const isPersonal = status === 'free' ? openedBy === 'site' : status !== 'anonymous' || known.metered === true;
    return {
      status,
      access,
      isPersonal,
      // A page that all may share holds nothing of its reader.
      user: user instanceof Error || !isPersonal ? undefined : user,
      customerId: known.customer?.record.customerId,
      credential: status === 'ready' ? known.credential : undefined,
      freeView: status === 'metered' ? freeView : undefined,
      isStale: status === 'bought' && known.isStale === true,
      refusal: status === 'unavailable' && isRefusal(trouble) ? trouble?.code : undefined,
      isForNow: status === 'free' && openedBy === 'publisher',
    };
  };
  if (bought === true) return standing('bought', true);
  if (openedBy !== undefined) return standing('free', true);
  if (freeView !== undefined) return standing('metered', true);
  if (user === undefined) return standing('anonymous');
  if (user instanceof Error) return standing('unavailable');
  if (trouble?.code === 'email-conflict') return standing('email-conflict');
  // Only a question that stays open lets anybody in: whatever else fails, a "no" stays a "no".
  if (bought instanceof Error) return standing('unavailable', known.failOpen === true && isOutage(bought));
  if (user.email === undefined) return standing('email-missing');
  return standing(trouble === undefined ? 'ready' : 'unavailable');
}

/** What plenigo refuses to one reader, who alone can mend it. */
export const isRefusal = (trouble: PlenigoError | undefined) =>
  hasCode(trouble, 'already-bought', 'not-for-sale', 'session-limit', 'voucher-unknown', 'voucher-used', 'not-free');

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
