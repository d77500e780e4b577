/** `res.locals.plenigo`: what a template gets. */

import type { AttributeValue } from '../escape.js';

/** Attributes of the buy button, such as `{ class: 'button', id: 'buy' }`; no event handlers, no style. */
export type ButtonAttributes = Readonly<Record<string, AttributeValue>>;

interface Always {
  /** The script tags a page needs: plenigo's browser SDK, and this package's script if the router is mounted. HTML. */
  readonly scriptTag: string;
  /**
   * A button that starts the checkout, also under a strict Content-Security-Policy; needs `router()`. HTML.
   * Empty unless `status` is `ready`.
   * @throws PlenigoArgumentError `invalid-argument` for an attribute that could run script or break the button.
   */
  readonly buyButton: (label: string, attributes?: ButtonAttributes) => string;
}

interface Closed extends Always {
  readonly bought: false;
  readonly customerId?: undefined;
  readonly loginToken?: undefined;
  readonly expiresAt?: undefined;
  readonly checkout?: undefined;
}

/** Nobody is logged in, or nothing is for sale on this page. No call was made. */
export interface AnonymousLocals extends Closed {
  readonly status: 'anonymous';
}

/** The reader may buy. */
export interface ReadyLocals extends Always {
  readonly status: 'ready';
  readonly bought: false;
  /** plenigo's own id, where it is known. */
  readonly customerId?: string;
  /** Absent in mode `click`, and for `HEAD` and prefetch requests. Good once, and until `expiresAt`. */
  readonly loginToken?: string;
  /** When `loginToken` stops working. */
  readonly expiresAt?: Date;
  readonly checkout: {
    /** The JavaScript call that starts the checkout; the same string is right in an attribute and in a script. */
    readonly snippet: string;
    /** The signed checkout string. */
    readonly paymentData: string;
  };
}

/** The reader has bought the product. */
export interface BoughtLocals extends Always {
  readonly status: 'bought';
  readonly bought: true;
  /** plenigo's own id, where it is known. */
  readonly customerId?: string;
  readonly loginToken?: undefined;
  readonly expiresAt?: undefined;
  readonly checkout?: undefined;
}

/** The reader's e-mail belongs to a plenigo customer, and nobody has proved that it is the same person. */
export interface EmailConflictLocals extends Closed {
  readonly status: 'email-conflict';
}

/** plenigo could not be asked; `onError` was told why. */
export interface UnavailableLocals extends Closed {
  readonly status: 'unavailable';
}

/** Narrows on `status`. */
export type PlenigoLocals =
  | AnonymousLocals
  | ReadyLocals
  | BoughtLocals
  | EmailConflictLocals
  | UnavailableLocals;

declare global {
  namespace Express {
    interface Locals {
      /** Set by `checkout()` and `requireAccess()` of express-plenigo. */
      plenigo: PlenigoLocals;
    }
  }
}
