/** The messages between the site's page and the sandbox's frame in it. */
import type { V3AccountStartBody } from '../../account/view.js';
import type { V3StartBody } from '../../checkout/view.js';

/** Something that the site's analytics may want to know. */
export interface StatisticMessage {
  type: 'plenigo:statistic';
  /** A page is there, or what was entered in it is sent. */
  action: 'load' | 'submit';
  /** One of plenigo's names, of those pages that a sandbox has. */
  pageName: 'enterCreditCard' | 'zeroPayment' | 'paymentFailed';
  /** Product id. */
  product: string;
}

/** From the frame to the site's page. */
export type FrameMessage =
  /** The frame's script runs and waits for its start message. */
  | { type: 'plenigo:ready' }
  /** The height of the content in CSS px, for a frame embedded in the page. */
  | { type: 'plenigo:height'; height: number }
  /** A customer is logged in. */
  | { type: 'plenigo:logged-in' }
  /** The customer is not, or no longer, logged in to this part of an account. */
  | { type: 'plenigo:logged-out' }
  /** The payment is done: from here on, closing means going on. API v3 has more numbers: -1 is had already, -2 not allowed. */
  | { type: 'plenigo:paid'; order: string }
  /** The payment did not go through. */
  | { type: 'plenigo:declined' }
  /** Paid at a payment page: the reader goes back to the site, where the checkout goes on. */
  | { type: 'plenigo:leave' }
  /** The checkout, or a part of an account, cannot go on. */
  | { type: 'plenigo:error'; message: string }
  /** The reader wants back to the page. */
  | { type: 'plenigo:close' }
  | StatisticMessage;

/** From the site's page to the frame: what must not stand in a URL. */
export interface StartMessage {
  type: 'plenigo:start';
  paymentData: unknown;
  /** There only for `checkoutWithRemoteLogin`. */
  loginToken?: unknown;
  startWithRegistration: boolean;
}

/** The same to a self-service page. */
export interface AccountStartMessage {
  type: 'plenigo:start';
  snippetId: unknown;
  loginToken: unknown;
}

/** The same by API v3. */
export type V3StartMessage = V3StartBody & { type: 'plenigo:start' };
export type V3AccountStartMessage = V3AccountStartBody & { type: 'plenigo:start' };

export type AnyStartMessage = StartMessage | AccountStartMessage | V3StartMessage | V3AccountStartMessage;

/** Whether an unknown value is a message of this type. */
export function isMessage(value: unknown): value is FrameMessage | AnyStartMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    value.type.startsWith('plenigo:')
  );
}
