/** What a site sells, and what becomes of it on a click. */

/** A product of the site, checked. */
export interface Sale {
  /** What is sold, which a page does not sell twice; undefined: nothing is, it only says what opens the page. */
  readonly key: string | undefined;
  /** The ids under which a purchase of it is found; any will do. Empty where none can be asked for. */
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

/** What an offer sells and how, as JSON: sealed into the page, and handed back on the click. */
export type Terms = object;

/** What the browser script starts plenigo's SDK with. */
export interface ClickCall extends Readonly<Record<string, unknown>> {
  /** Always its own, so that no page takes one that every object inherits. Undefined with API v3, which has none. */
  readonly paymentData: string | undefined;
}
