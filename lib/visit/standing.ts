/** The reader's standing: the one function from what is known of a visit to what its reader may do. */

import { hasCode, isOutage, type PlenigoError, type PlenigoErrorCode } from '../base/errors.js';
import type { Customer } from '../customer/customers.js';
import type { FreeView } from '../platform/purchases.js';
import type { Credential } from '../platform/sale.js';
import type { KnownUser } from '../platform/user.js';
import type { Known, Question } from './question.js';

/** What a page is told of its reader. */
export type Status =
  | 'anonymous'
  | 'free'
  | 'metered'
  | 'bought'
  | 'ready'
  | 'email-missing'
  | 'email-conflict'
  | 'unavailable';

/** What is known of the reader of one page. */
export interface Knowledge extends Partial<Pick<Question, 'failOpen' | 'metered'>> {
  /** Something is for sale on the page. Default true. */
  readonly isForSale?: boolean;
  /** Who is logged in; an error if plenigo cannot have such a user. */
  readonly user?: Known;
  /** Whether a purchase opens the page; absent if that was not asked. */
  readonly bought?: boolean | PlenigoError | undefined;
  /** The purchase is remembered from before, and plenigo has not said it anew. */
  readonly isStale?: boolean;
  /** Why the customer, or what a customer needs to buy, could not be had. */
  readonly trouble?: PlenigoError | undefined;
  readonly customer?: Customer | undefined;
  readonly credential?: Credential | undefined;
  /** Who has opened the page: the publisher at plenigo, for everybody, or the site, for this reader. */
  readonly openedBy?: 'publisher' | 'site' | undefined;
  /** One that is left on a page where they count. */
  readonly freeView?: FreeView | undefined;
}

export interface Standing {
  readonly status: Status;
  /** May read the whole page. */
  readonly access: boolean;
  /** The page depends on who the reader is, so no cache may share it. */
  readonly isPersonal: boolean;
  readonly user: KnownUser | undefined;
  readonly customerId: string | undefined;
  readonly credential: Credential | undefined;
  readonly freeView: FreeView | undefined;
  /** An old "yes" has opened the page. */
  readonly isStale: boolean;
  /** Why plenigo gives this reader nothing to buy with, or no self-service, if it is something that readers are told. */
  readonly refusal: PlenigoErrorCode | undefined;
  /** Everybody may read for now: no cache may say so for longer than the answer of the switch holds. */
  readonly isForNow: boolean;
}

export function decideStanding(knowledge: Knowledge): Standing {
  // This is the one decision that opens pages, so nothing that all objects inherit is taken for knowledge.
  const known: Knowledge = Object.assign(Object.create(null), knowledge);
  const { isForSale = true, user, bought, trouble, openedBy, freeView } = known;
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
  if (!isForSale) return standing('free', true);
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
