/** The public types of the sandbox: what `startSandbox` takes and what it gives back. */
import type { SandboxReading } from './v3/readings.js';
import type { SandboxOffer, SandboxV3, SandboxVoucher, V3CallName } from './v3/types.js';

/** The name of each REST call of API v2, as the client's errors have it, too. */
// biome-ignore format: names read well in rows.
export type V2CallName =
  | 'registerUser' | 'createLoginToken' | 'changeEmail' | 'importCustomerAccess' | 'addExternalCustomerId'
  | 'hasUserBought' | 'productsBought' | 'isPaywallEnabled' | 'changeAddress' | 'grantAccess' | 'removeAccess'
  | 'orderFreeProduct' | 'redeemVoucher' | 'product' | 'subscriptions' | 'orders';

/** The name of a call of either API; `unknown` for a path or method that is none of plenigo's. */
export type SandboxCall = V2CallName | V3CallName | 'unknown';

/** Options of `startSandbox`. Every one may be left out. */
export interface SandboxOptions {
  /** TCP port on 127.0.0.1. Default `0`: any free one. */
  port?: number;
  /** Company id. Default: a random one. */
  companyId?: string;
  /** Company secret. Default: a random one. */
  secret?: string;
  /** The clock, in ms since 1970. Default `Date.now`. Only the sandbox's own time: signatures of the site are checked by real time. */
  now?: () => number;
  /** Products "managed at plenigo", by product id. An id that is not listed works too, with a made-up title and price. */
  products?: Record<string, SandboxProduct>;
  /** API v3: offers "managed at plenigo", by plenigoOfferId. One that is not listed opens the access right of its own name, without `O_`. */
  offers?: Record<string, SandboxOffer>;
  /** What products and offers are called for customers of other languages, by the language (ISO 639-1) and the title. Default: the same. */
  titles?: Record<string, Record<string, string>>;
  /** API v3: voucher codes. Default: none. */
  vouchers?: Record<string, SandboxVoucher>;
  /** API v3: carts set up at plenigo: the plenigoOfferIds in each, by its id (`SC_…`). Default: none. */
  carts?: Record<string, readonly string[]>;
  /** API v3: what plenigo's documents leave open, and this sandbox does the other way. Default: none. */
  otherwise?: readonly SandboxReading[];
  /** API v3: refuses fields that its documents do not know. Default `false`: its console tells of them. */
  strict?: boolean;
  /** API v3: the access token. Default: made of `secret`, so it stays while that does. */
  apiToken?: string;
  /** API v3: what callbacks are signed with. Default: the same. */
  callbackSecret?: string;
  /** API v3: where callbacks are sent, on this machine. Default: none are. */
  callbackUrl?: string;
  /** Customers who are there from the start, and after every `reset()`. */
  customers?: readonly SandboxNewCustomer[];
  /** The publisher's switch. Default `{ enabled: true }`. */
  paywall?: { enabled: boolean };
  /** Free views (the metered paywall). Default: none, it is not activated. */
  metering?: SandboxMetering;
  /**
   * Of pages whose script tag names none (`data-lang`), and of customers who were added without one. Default: as the
   * browser asks, and `en`.
   */
  language?: 'de' | 'en';
  /**
   * How many API requests and login tokens stay in memory at least, the last ones of each; a token that could still be
   * used always stays. Default 100,000; `Infinity` keeps all.
   */
  keepLast?: number;
}

/** A product managed at plenigo. */
export interface SandboxProduct {
  title: string;
  /** In major units: `2.49` is two euros and 49 cents. */
  price: number;
  /** ISO 4217, for example `EUR`. */
  currency: string;
  /** One of plenigo's product types. Default `DIGITALPRODUCT`. */
  type?: string;
  /** Paid again and again: every `'month'` (the same as `true`) or every `'year'`. Default `false`. */
  subscription?: boolean | 'month' | 'year';
}

/** How many articles a reader may read for nothing: the browser SDK counts them in the cookie `plenigo_view`. */
export interface SandboxMetering {
  /** Default `true`; without it nobody has free views. */
  activated?: boolean;
  /** For readers who are not logged in. Default `0`. */
  freeViews?: number;
  /** For readers who are. Default: as many as `freeViews`. */
  freeViewsAfterLogin?: number;
  /** How long it takes until a count begins anew. Default `MONTH`. */
  period?: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR';
  /** Counts begin anew with the first day of a week, month or year (UTC), instead of a whole `period` after they began. Default `false`. */
  startWithFirstDay?: boolean;
  /** An article that is read again is not counted again. Default `false`. */
  countOnlyUniqueViews?: boolean;
  /** Stands in the cookie, and makes no difference: nobody comes from a search engine to a sandbox. Default `false`. */
  ignoreSearchEngines?: boolean;
  /** Stands in the cookie, too, and makes no difference either. Default `false`. */
  ignoreSocialMedia?: boolean;
}

/** Names one customer: by plenigo's own id, or by the id that the site gave. */
export type SandboxAddress = { customerId: string } | { externalUserId: string };

/** What `addCustomer` takes. */
export interface SandboxNewCustomer {
  email: string;
  /** plenigo's own id, 1 to 18 digits. Default: a random one. */
  customerId?: string;
  externalUserId?: string;
  firstName?: string;
  /** The family name. */
  name?: string;
  /** ISO 639-1. Default: the sandbox's, or `en`. */
  language?: string;
  /** Ids of products that are bought at once. */
  bought?: readonly string[];
}

/** A customer of the sandbox. */
export interface SandboxCustomer extends Pick<SandboxNewCustomer, 'email' | 'externalUserId' | 'firstName' | 'name'> {
  readonly customerId: string;
  /** ISO 639-1. */
  language: string;
  /** Customer access ids, as imported. */
  accessIds: string[];
  purchases: SandboxPurchase[];
  /** As the site told it (`changeAddress`), or the customer has entered it. */
  postalAddress?: SandboxPostalAddress;
}

/** A customer's name and address, in plenigo's own words. */
export interface SandboxPostalAddress
  extends Partial<Record<'company' | 'additionalCompanyInfo' | 'street' | 'additionalAddressInfo', string>>,
    Partial<Record<'postCode' | 'city' | 'state', string>> {
  gender: 'MALE' | 'FEMALE';
  firstName: string;
  /** The family name. */
  name: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
}

/** One thing a customer bought. */
export interface SandboxPurchase {
  productId: string;
  title?: string;
  /** What was paid, shipping included, in major units. */
  price?: number;
  /** ISO 4217. */
  currency?: string;
  /** ms since 1970, by the sandbox's clock. */
  at: number;
  /** When a subscription that was cancelled ends, or ended. */
  endsAt?: number;
  /** The offer of API v3 by which it was sold. */
  offerId?: string;
}

/** One API request that reached the sandbox; requests for scripts and pages are not listed. */
export interface SandboxRequest {
  call: SandboxCall;
  method: string;
  /** Path and query, as received. */
  url: string;
  /** HTTP status of the answer; `0` while there is none, so also for `hang` and `reset`. */
  status: number;
}

/** A login token that the sandbox gave out. */
export interface SandboxLoginToken {
  /** The token itself: a credential, even in a sandbox. */
  token: string;
  customerId: string;
  used: boolean;
  /** ms since 1970. */
  expiresAt: number;
}

/**
 * How often somebody tried to log in with a token that did not work: one that was used before, one that was older than
 * five minutes, or one that the sandbox never gave out.
 */
export type SandboxTokenFailures = Record<'used' | 'expired' | 'unknown', number>;

/** A fault to inject. Without any of `status`, `body`, `hang`, `reset` the request is only delayed and then answered normally. */
export interface SandboxFault {
  /** The only call that is hit. Default: every API request is. */
  call?: SandboxCall;
  /** How many requests it hits; `Infinity` until removed. Default `1`. */
  times?: number;
  /** Answer with this HTTP status. Default `200` when there is a `body`. */
  status?: number;
  /** Wait so many ms first. Default `0`. */
  delay?: number;
  /** Accept the request and never answer it. */
  hang?: boolean;
  /** Reset the TCP connection. */
  reset?: boolean;
  /** Body of the answer: a string as it is, anything else as JSON. Default: a plenigo error for the status. */
  body?: unknown;
  /** Additional headers of the answer, for example `{ 'retry-after': '1' }`. */
  headers?: Record<string, string>;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Spreads into `createPlenigo` and points it at this sandbox. */
  readonly options: Readonly<Record<'companyId' | 'secret' | 'apiUrl' | 'sdkUrl', string>>;
  /** plenigo's API v3, with the same customers and purchases. */
  readonly v3: SandboxV3;
  /** Every API request received, oldest first; after a long time only the last ones (`keepLast`). */
  readonly requests: SandboxRequest[];
  readonly customers: readonly SandboxCustomer[];
  /** Every login token given out, oldest first; after a long time only the last ones (`keepLast`). */
  readonly tokens: readonly SandboxLoginToken[];
  readonly tokenFailures: Readonly<SandboxTokenFailures>;
  /** The sandbox's time: login tokens expire by it, and subscriptions renew or end. */
  readonly clock: {
    /** ms since 1970. */
    now(): number;
    /** Goes so many ms forward. Throws a `TypeError` for a negative number, and beyond a hundred years in all. */
    advance(ms: number): void;
  };
  /** The publisher's switch: `sandbox.paywall.enabled = false` lets everybody read everything. */
  paywall: { enabled: boolean };
  /** The free views that readers have. What is assigned counts from the next page on; what it leaves out gets its default. */
  get metering(): Readonly<Required<SandboxMetering>>;
  set metering(metering: SandboxMetering);
  /** Lets every reader's count of free views begin anew, once the browser SDK runs on their next page. */
  resetFreeViews(): void;
  /** The names of the calls received, oldest first: what a test most often wants to know of `requests`. */
  calls(): SandboxRequest['call'][];
  /** The customer with this id, external user id or e-mail address (without regard to case); `undefined` when there is none. */
  find(customer: SandboxAddress | { email: string }): SandboxCustomer | undefined;
  /** Adds a customer. Throws a `TypeError` for a wrong field, and when the e-mail address or an id is taken. */
  addCustomer(customer: SandboxNewCustomer): SandboxCustomer;
  /** Records a purchase. Throws when there is no such customer. */
  buy(customer: SandboxAddress, productId: string): void;
  /** Takes every purchase of the product back. Throws when there is no such customer or purchase. */
  refund(customer: SandboxAddress, productId: string): void;
  /** Cancels a subscription: it ends with the period that is paid. Throws when there is no such customer or none that goes on. */
  cancel(customer: SandboxAddress, productId: string): void;
  /** Lets every login token expire now that is not used: of one customer, or of all. Throws when there is no such customer. */
  expireTokens(customer?: SandboxAddress): void;
  /** Makes the next matching API requests fail; faults are used in the order they were injected. Returns a function that removes it. */
  inject(fault: SandboxFault): () => void;
  /**
   * Forgets customers, tokens, logins, requests, faults, counts and the time that went by, and has the customers, the
   * paywall and the free views of its options, as if it had just been started; address, credentials and products stay, so
   * one sandbox serves all tests of a file. The lists stay the same objects.
   */
  reset(): void;
  /** Ends every connection, also the hanging ones, and stops listening. */
  close(): Promise<void>;
}
