/** Who a user of the site is, and which customer of plenigo's they are. */

import type { Credential } from './credential.js';

/** A user of the site, checked and brought into one form: what is absent is unknown. */
export interface KnownUser {
  readonly id: string;
  /** The address that plenigo may be told. */
  readonly email: string | undefined;
  /** The address may lead to an existing customer. */
  readonly emailVerified: boolean;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly language: string | undefined;
}

/** A user who can become a customer. */
export interface Buyer extends KnownUser {
  readonly email: string;
}

/** A customer, by the site's user id, and by plenigo's own where it is known. */
export interface CustomerName {
  readonly userId: string;
  readonly customerId?: string | undefined;
}

/** The customer of a user. */
export interface Found {
  readonly customerId: string | undefined;
  /** `registered`: made just now, so nothing is bought yet. `linked`: existed before, and is this user's since now. */
  readonly how: 'known' | 'registered' | 'linked';
  /** One that the search needed for itself; good for one use. */
  readonly credential: Credential | undefined;
}
