/** What several processes of a site remember together. */

/** The site's store, as this package asks it: a fault of it counts as nothing kept, and it never takes long. */
export interface SharedStore {
  get(key: string): Promise<unknown>;
  set(key: string, text: string): Promise<void>;
}
