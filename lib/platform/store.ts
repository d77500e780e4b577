/** What several processes of a site remember together. */

/** The site's store as this package asks it. It never rejects: where the store fails or takes long, nothing is kept. */
export interface SharedStore {
  get(key: string): Promise<unknown>;
  /** What is kept under these keys, in their order; undefined if the store could not say. */
  getMany(keys: readonly string[]): Promise<readonly unknown[] | undefined>;
  /** `lifetime` is in ms. Without it the store decides. */
  set(key: string, text: string, lifetime?: number): Promise<void>;
  /** Does nothing where the store of the site knows no such thing. */
  delete(key: string): Promise<void>;
}
