/** Who a user of the site is, and which customer of plenigo's they are. */

import type { Credential } from './sale.js';

/** A user of the site, checked and brought into one form. Every field is there; undefined means that the site does not say it. */
export interface KnownUser {
  readonly id: string;
  /** The address, if plenigo may be told it. */
  readonly email: string | undefined;
  /** Whether the address may lead to an existing customer. */
  readonly emailVerified: boolean;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly language: string | undefined;
}

export type Buyer = KnownUser & { readonly email: string };

/** Whose customer a user was, and when plenigo said so, in ms since 1970. */
export type CustomerHint = Readonly<{ customerId: string | undefined; confirmedAt: number }>;

export interface Found {
  readonly customerId: string | undefined;
  /** A `registered` customer is new and has bought nothing yet; a `linked` one existed before and belongs to this user from now on. */
  readonly how: 'known' | 'registered' | 'linked';
  /** A credential that the search made for itself and did not use up: it is good for one use. */
  readonly credential: Credential | undefined;
}
