/** What the checkout page and the sandbox's server say to each other: types only, used on both sides. */

/** What is being sold, for the order summary. Amounts are in major units. */
export interface OrderView
  extends Record<'productId' | 'title' | 'currency', string>,
    Record<'price' | 'shipping' | 'total', number>,
    Record<'renewal' | 'payWhatYouWant' | 'testMode', boolean> {
  interval?: 'month' | 'year';
}

/** The proof of a payment, for the last screen. */
export interface ReceiptView extends Record<'orderNumber' | 'title' | 'currency' | 'email', string> {
  amount: number;
}

export type CheckoutErrorCode =
  | `login-token-${'missing' | 'unknown' | 'used' | 'expired'}`
  | `payment-data-${'missing' | 'forged' | 'expired' | 'invalid'}`
  | `email-${'invalid' | 'unknown' | 'taken'}`
  | `card-${'invalid' | 'declined'}`
  | 'product-invalid'
  | 'amount-invalid'
  | 'purchase-outdated'
  | 'company-unknown'
  | 'checkout-ended'
  | 'request-refused';

/** Answer of every checkout request. Faults are answers too, with status 200: they are for the reader, not for the network log. */
export type CheckoutReply =
  | { step: 'login'; checkoutId: string; order: OrderView; register: boolean }
  | { step: 'pay'; checkoutId: string; order: OrderView; email: string }
  | { step: 'owned'; checkoutId: string; order: OrderView; email: string; showScreen: boolean }
  /** Only in API v3: a payment page takes over, and comes back with this secret. */
  | { step: 'elsewhere'; secret: string }
  | { step: 'paid'; receipt: ReceiptView; showScreen: boolean }
  | { step: 'error'; code: CheckoutErrorCode; detail: string };
