/** What a site sells, and what becomes of it on a click. */

/** A product of the site that is checked. */
export interface Sale {
  /** Names what is sold: a page sells nothing twice. Undefined if nothing is sold here, and the product only says what opens the page. */
  readonly key: string | undefined;
  /** The ids under which a purchase of it is found, any of which will do. Empty where plenigo cannot be asked for it. */
  readonly accessIds: readonly string[];
  readonly product: SoldProduct;
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

/** What an offer sells and how, as JSON. It is sealed into the page, and comes back with the click. */
export type Terms = object;

/** What the browser script passes to plenigo's SDK to start the checkout. */
export interface ClickCall extends Readonly<Record<string, unknown>> {
  /** Undefined with API v3, which has none; but the field is always there, so that no page takes one that every object inherits. */
  readonly paymentData: string | undefined;
}
