/** What a customer may read. */

/** What a customer has of the products that were asked for. */
export interface Purchases {
  /** Whether the customer has any of them. */
  readonly bought: boolean;
  /** Which of them the customer has, as far as plenigo says so, and until when. */
  readonly products: readonly { readonly productId: string; readonly until?: Date | undefined }[];
}

/** A view of a metered page that costs nothing, and how many were taken of how many, if that is known. */
export interface FreeView {
  readonly views?: { readonly taken: number; readonly allowed: number } | undefined;
}
