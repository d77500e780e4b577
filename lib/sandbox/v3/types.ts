/** The public types of the sandbox's API v3. */

/** An offer managed at plenigo, for API v3. */
export interface SandboxOffer {
  /** What it opens. A right with the id of a subscription in `products` is that subscription. */
  accessRights: readonly string[];
  title: string;
  /** In major units. */
  price: number;
  /** ISO 4217, for example `EUR`. */
  currency: string;
  /** Default `false`. */
  soldOut?: boolean;
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
  /** Of all items, in major units. */
  readonly price: number;
  /** ISO 4217. */
  readonly currency: string;
  /** As the site sent it. */
  readonly additionalData?: Readonly<Record<string, unknown>>;
  /** Once it is paid. */
  orderId?: number;
}

/** The sandbox as plenigo's API v3: the same customers and purchases; the access right `X` is the product `X` of v2. */
export interface SandboxV3 {
  /** Spreads into `createPlenigo` of `express-plenigo/v3` and points it at this sandbox. */
  readonly options: {
    readonly companyId: string;
    readonly apiToken: string;
    readonly apiUrl: string;
    readonly sdkUrl: string;
    readonly callbackSecret: string;
  };
  /** How many sessions a customer may have at a time. Default 2. */
  sessionLimit: number;
  /** Every open session, oldest first. */
  readonly sessions: readonly SandboxV3Session[];
  /** Every purchase that was prepared, oldest first; after a long time only the last ones (`keepLast`). */
  readonly purchases: readonly SandboxV3Purchase[];
}
