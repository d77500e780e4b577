/** What a site sells, what a customer has of it, what becomes of it on a click, and what logs the reader in for that. */

export interface Sale {
  /** Names what is sold: a page sells nothing twice. Undefined if nothing is sold here, and the product only says what opens the page. */
  readonly key: string | undefined;
  /** The ids under which a purchase of it is found, any of which will do. Empty where plenigo cannot be asked for it. */
  readonly accessIds: readonly string[];
  readonly product: SoldProduct;
  /** The site's own price, or plenigo's id of what plenigo sets the price of. Undefined where nobody says what is asked. */
  readonly price?: Price | string | undefined;
}

export type Priced = Pick<Sale, 'price'>;

/** What is paid in one period. */
export interface PriceStep {
  /** In units of `currency`, with the tax, unless the company shows net prices, and with what shipping costs. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  /** How often it is paid, such as `{ period: 1, timespan: 'MONTH' }`; absent where that is once, or plenigo does not say. */
  readonly interval?: { readonly period: number; readonly timespan: string };
}

/** What something costs at first, and step after step. */
export interface Price extends PriceStep {
  /** The product id of API v2, the offer id of API v3. */
  readonly id: string;
  readonly title?: string | undefined;
  /** With API v3 alone. */
  readonly steps?: readonly PriceStep[];
}

/** What the site has said of a product. */
export interface SoldProduct {
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  /** In units of `currency`. */
  readonly price?: number | undefined;
  /** ISO 4217. */
  readonly currency?: string | undefined;
}

/** What a customer has of the products that were asked for. */
export interface Purchases {
  readonly bought: boolean;
  /** Which of them, as far as plenigo says so, and until when. */
  readonly products: readonly { readonly productId: string; readonly until?: Date | undefined }[];
}

/** A view of a metered page that costs nothing, and how many were taken of how many, if that is known. */
export interface FreeView {
  readonly views?: { readonly taken: number; readonly allowed: number } | undefined;
}

/** What an offer sells and how, as JSON. It is sealed into the page, and comes back with the click. */
export type Terms = object;

/** What the browser script passes to plenigo's SDK to start the checkout. */
export interface ClickCall extends Readonly<Record<string, unknown>> {
  /** Undefined with API v3, which has none; but the field is always there, so that no page takes one that every object inherits. */
  readonly paymentData: string | undefined;
}

/** What a click or a self-service page hands to plenigo's browser SDK. It is good once and for a short time, so it is never kept. */
export interface Credential {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface Purpose {
  /** What the reader buys; undefined for a page of self-service. */
  readonly terms?: Terms | undefined;
  /** The reader agrees that plenigo logs them out elsewhere if it allows no further login. */
  readonly endOthers?: boolean | undefined;
}
