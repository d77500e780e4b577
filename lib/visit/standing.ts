/** The reader's standing: the one function from what is known of a visit to what its reader may do. */

import { isOutage, type PlenigoError } from '../errors.js';
import type { Credential, KnownUser } from '../platform.js';

/** What a page is told of its reader. */
export type Status =
  | 'anonymous'
  | 'free'
  | 'bought'
  | 'ready'
  | 'email-missing'
  | 'email-conflict'
  | 'unavailable';

/** What is known of the reader of one page. */
export interface Knowledge {
  /** Something is for sale on the page. */
  readonly isForSale: boolean;
  /** Who is logged in; an error if plenigo cannot have such a user. */
  readonly user?: KnownUser | PlenigoError | undefined;
  /** Whether a purchase opens the page; undefined if that was not asked. */
  readonly bought?: boolean | PlenigoError | undefined;
  /** Why the customer, or what a customer needs to buy, could not be had. */
  readonly trouble?: PlenigoError | undefined;
  /** plenigo's own id. */
  readonly customerId?: string | undefined;
  readonly credential?: Credential | undefined;
  /** The site lets its readers in while plenigo is out. */
  readonly failOpen?: boolean | undefined;
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
}

export function standingOf(known: Knowledge): Standing {
  const { user, customerId, credential } = known;
  const reader = isError(user) ? undefined : user;
  const closed = { access: false, isPersonal: true, user: reader, customerId, credential: undefined };
  if (!known.isForSale) return { ...closed, status: 'free', access: true, isPersonal: false };
  if (user === undefined) return { ...closed, status: 'anonymous', isPersonal: false };
  if (isError(user)) return { ...closed, status: 'unavailable' };
  if (known.bought === true) return { ...closed, status: 'bought', access: true };
  if (known.trouble?.code === 'email-conflict') return { ...closed, status: 'email-conflict' };
  // Only a question that stays open lets anybody in: whatever else fails, a "no" is a no.
  if (isError(known.bought)) {
    return { ...closed, status: 'unavailable', access: known.failOpen === true && isOutage(known.bought) };
  }
  if (user.email === undefined) return { ...closed, status: 'email-missing' };
  if (known.trouble !== undefined) return { ...closed, status: 'unavailable' };
  return { ...closed, status: 'ready', credential };
}

function isError(value: unknown): value is PlenigoError {
  return value instanceof Error;
}
