/** What is remembered of a customer: enough to skip the search next time, never a token. */

import type { Request } from 'express';

/** One user of the site who is known to be a customer. */
export interface CustomerRecord {
  readonly userId: string;
  /** The address that plenigo was last told. */
  readonly email: string;
  /** plenigo's own id; unknown when the customer was found by the site's user id. */
  readonly customerId?: string;
}

/** Where records are kept. */
export interface Records {
  /** The record of this user, or undefined; a fault of the store counts as no record. At once, if it is in this process. */
  load(
    req: Request | undefined,
    userId: string,
  ): CustomerRecord | undefined | Promise<CustomerRecord | undefined>;
  /** Keeps a new or changed record. */
  save(req: Request | undefined, record: CustomerRecord): Promise<void>;
  /** `true` if one save serves every request of the user, `false` if each request has a place of its own. */
  readonly isShared: boolean;
}

/** The record in a stored value, if it is one and of this user: a session can change hands, a store can be edited. */
export function parseRecord(value: unknown, userId: string): CustomerRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { userId: owner, email, customerId } = value as Record<string, unknown>;
  if (owner !== userId || typeof email !== 'string') return undefined;
  return typeof customerId === 'string' ? { userId, email, customerId } : { userId, email };
}

export function isSameRecord(a: CustomerRecord | undefined, b: CustomerRecord): boolean {
  return a?.userId === b.userId && a.email === b.email && a.customerId === b.customerId;
}
