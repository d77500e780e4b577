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
  /** A customer is logged in; or not, or no longer, to this part of an account. */
  | { type: 'plenigo:logged-in' | 'plenigo:logged-out' }
  /** The payment did not go through. */
  | { type: 'plenigo:declined' }
  /** It goes on at another page, which adds this secret to the address to which it leads back. */
  | { type: 'plenigo:leave'; secret: string }
  /** API v3 shows a page, by plenigo's name of it. */
  | { type: 'plenigo:page'; pageName: string }
  /** The reader wants back to the page. */
  | { type: 'plenigo:close' }
  /** The height of the content in CSS px, for a frame embedded in the page. */
  | { type: 'plenigo:height'; height: number }
  /** From here on, closing means going on. In API v3, the order -1 is had already, and -2 not allowed. */
  | { type: 'plenigo:paid'; order: string }
  /** The checkout, or a part of an account, cannot go on. */
  | { type: 'plenigo:error'; message: string }
  | StatisticMessage;

/** From the site's page to the frame: what must not stand in a URL. The frame sends it to the sandbox, which checks it. */
export interface StartMessage {
  type: 'plenigo:start';
  body: Readonly<Record<string, unknown>>;
}

/** Tells a message of these from all that other scripts send. */
export function isMessage(value: unknown): value is FrameMessage | StartMessage {
  const type = (value as { type?: unknown } | null)?.type;
  return typeof type === 'string' && type.startsWith('plenigo:');
}
