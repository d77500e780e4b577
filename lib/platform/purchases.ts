/** What a customer may read. */

/** What a customer has of the products that were asked for. */
export interface Purchases {
  /** Any of them. */
  readonly bought: boolean;
  /** Which, as far as plenigo says so. */
  readonly products: readonly { readonly productId: string; readonly until?: Date | undefined }[];
}

/** A view of a metered page that costs nothing; how many were taken and of how many, if that is known. */
export interface FreeView {
  readonly views?: { readonly taken: number; readonly allowed: number } | undefined;
}
