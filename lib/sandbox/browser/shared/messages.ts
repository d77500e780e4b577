/** The messages between the site's page and the sandbox's frame in it. */

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
  /** The payment is done: from here on, closing means going on. */
  | { type: 'plenigo:paid' }
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

/** Whether an unknown value is a message of this type. */
export function isMessage(value: unknown): value is FrameMessage | StartMessage | AccountStartMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    value.type.startsWith('plenigo:')
  );
}
