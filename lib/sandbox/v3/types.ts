/** The public types of the sandbox's API v3. */

/** The name of each REST call, as the client's errors have it, too. */
// biome-ignore format: names read well in rows.
export type V3CallName =
  | 'createCustomer' | 'getCustomer' | 'searchCustomers' | 'customerIdByExternalSystemId' | 'updateCustomer'
  | 'changeEmail' | 'createSession' | 'changeSessions' | 'createTransferToken' | 'preparePurchase' | 'hasAccess'
  | 'accessRights' | 'grantAccess' | 'changeAccess' | 'removeAccess' | 'validateVoucher' | 'buyWithVoucher'
  | 'orderFreeProduct' | 'subscriptions' | 'cancelDates' | 'cancelSubscription' | 'undoCancellation' | 'orders'
  | 'invoices' | 'invoicePdf' | 'offers' | 'priceIssue';

/** An offer managed at plenigo, for API v3. */
export interface SandboxOffer {
  /** What it opens. A right with the id of a subscription in `products` is that subscription. */
  accessRights: readonly string[];
  title: string;
  /** In major units. */
  price: number;
  /** ISO 4217, for example `EUR`. */
  currency: string;
  /** What it costs in single countries, by two capital letters. Default: the same everywhere. */
  prices?: Readonly<Record<string, number>>;
  /** Default `false`. */
  soldOut?: boolean;
}

/** A voucher code, which can be used once. */
export interface SandboxVoucher {
  offerId: string;
  /** What the offer costs with it, in major units. Default `0`. */
  price?: number;
}

/** A login of one customer at plenigo, without its credential. */
export interface SandboxV3Session {
  readonly sessionId: string;
  readonly customerId: string;
  readonly os?: string;
  readonly browser?: string;
  /** When it was opened, in ms since 1970 by the sandbox's clock. */
  readonly at: number;
  /** Two weeks after its last use. */
  expiresAt: number;
}

/** A purchase that a site has prepared: a checkout with its id can be shown for half an hour. */
export interface SandboxV3Purchase {
  readonly purchaseId: string;
  /** Left out: the customer logs in in the checkout. */
  readonly customerId?: string;
  readonly accessRights: readonly string[];
  readonly title: string;
  /** What all items cost together, in major units. */
  readonly price: number;
  /** ISO 4217. */
  readonly currency: string;
  /** As the site sent it. */
  readonly additionalData?: Readonly<Record<string, unknown>>;
  /** Once it is paid. */
  orderId?: number;
}

/** One callback. */
export interface SandboxV3Delivery {
  /** `CUSTOMER`, `ORDER` or `SUBSCRIPTION`. */
  readonly entityType: string;
  /** `CREATION`, `CHANGE`, `DELETION`, `CANCELLATION` or `ENDED`. */
  readonly callbackType: string;
  readonly entityId: string;
  /** JSON, as it was sent. */
  readonly body: string;
  /** When it was sent, in ms since 1970 by the sandbox's clock, and the status of the site's answer; `0` for none. */
  readonly tries: { readonly at: number; readonly status: number }[];
  /** Left out when it has arrived, or is not tried any more. */
  nextTryAt?: number | undefined;
}

/** Callbacks of customers, orders and subscriptions, signed as plenigo's. */
export interface SandboxV3Callbacks {
  /**
   * Where they are sent; none are without it. Only an address on this machine: setting another throws a `TypeError`.
   * What does not arrive (2xx) is sent again after 1, 6 and 24 hours of the sandbox's clock.
   */
  url: string | undefined;
  /** Oldest first; after a long time only the last ones (`keepLast`). */
  readonly deliveries: readonly SandboxV3Delivery[];
  /** Waits until all that are due have been sent and answered, and gives `deliveries`. */
  settled(): Promise<readonly SandboxV3Delivery[]>;
}

/** The sandbox as plenigo's API v3: the same customers and purchases; the access right `X` is the product `X` of v2. */
export interface SandboxV3 {
  /** Spreads into `createPlenigo` of `express-plenigo/v3` and points it at this sandbox. */
  readonly options: Readonly<Record<'companyId' | 'apiToken' | 'apiUrl' | 'sdkUrl' | 'callbackSecret', string>>;
  /** How many sessions a customer may have at a time. Default 2. */
  sessionLimit: number;
  /** Every open session, oldest first. */
  readonly sessions: readonly SandboxV3Session[];
  /** Every purchase that was prepared, oldest first; after a long time only the last ones (`keepLast`). */
  readonly purchases: readonly SandboxV3Purchase[];
  readonly callbacks: SandboxV3Callbacks;
}
