/** Offers: what a page was rendered to sell to one reader, signed, so that a click can ask for just that and nothing else. */

import type { Signer } from '../jwt.js';
import type { PageParameters } from '../v2/snippet.js';
import type { PaymentDataClaims } from '../v2/wire.js';

/** What is offered. */
export interface Offer {
  /** The claims of the checkout string. */
  readonly claims: PaymentDataClaims;
  readonly page: PageParameters;
  /** Ask on the click whether the product has been bought meanwhile. */
  readonly access: boolean;
  /** `csrf` came from `req.csrfToken()`: take the current one on the click. */
  readonly csrf: boolean;
}

interface OfferClaims extends Offer {
  readonly aud: 'express-plenigo/offer';
  /** Unix seconds. */
  readonly exp: number;
}

/** Tabs stay open for a working day; prices and sessions do not live much longer. */
const LIFETIME_SECONDS = 24 * 60 * 60;

/** Makes and reads offers with a key of their own: no offer is a checkout string, and no checkout string an offer. */
export function createOffers(companySigner: Signer) {
  const signer = companySigner.derive('offers');
  return {
    make(offer: Offer, userId: string): string {
      const claims: OfferClaims = {
        ...offer,
        aud: 'express-plenigo/offer',
        exp: Math.floor(Date.now() / 1000) + LIFETIME_SECONDS,
      };
      return signer.sign(claims, userId);
    },
    /** The offer, or undefined if it is not ours, not this user's, or too old. */
    read(token: unknown, userId: string): Offer | undefined {
      if (typeof token !== 'string') return undefined;
      // Whatever this key has signed is an offer: it signs nothing else.
      const claims = signer.verify(token, userId) as OfferClaims | undefined;
      if (claims?.aud !== 'express-plenigo/offer') return undefined;
      return claims.exp > Date.now() / 1000 ? claims : undefined;
    },
  };
}

export type Offers = ReturnType<typeof createOffers>;
