/** What several processes of a site remember together. */

/** The site's store as this package asks it. It never rejects: where the store fails or takes long, nothing is kept. */
export interface SharedStore {
  get(key: string): Promise<unknown>;
  set(key: string, text: string): Promise<void>;
}
