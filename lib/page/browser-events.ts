/** What the browser script of this package tells a page, and takes from it: types alone, for a site that writes its scripts in TypeScript. */

/** The events that bubble from the button, or from the document where no button is known, with what `detail` holds. */
export interface PlenigoEventDetails {
  /** Before the router is asked: a listener may add headers, also later, if it hands in the promise that it does. */
  'plenigo:request': { readonly headers: Headers; waitUntil(promise: Promise<unknown>): void };
  /** The checkout opens. The id is absent for an inline snippet. */
  'plenigo:open': { readonly productId?: string };
  /** The checkout has closed. API v3 alone tells. */
  'plenigo:close': { readonly productId?: string };
  /** The page is bought. Unless the default is prevented, it is loaded anew. API v2 tells it only of what was bought before. */
  'plenigo:bought': { readonly productId?: string };
  /** The reader is told `message`, unless the default is prevented. */
  'plenigo:error': { readonly code: string; readonly message: string };
}

/** For `interface DocumentEventMap extends PlenigoEventMap {}` of a site. */
export type PlenigoEventMap = { [Name in keyof PlenigoEventDetails]: CustomEvent<PlenigoEventDetails[Name]> };

/** `window.expressPlenigo` */
export interface ExpressPlenigo {
  /** Starts the checkout of an offer. The promise never rejects. */
  checkout(offer: string): Promise<void>;
  /** Runs the script tags of this package below `root` that came as HTML. Default: those of the whole page. */
  mount(root?: { querySelectorAll(selector: string): Iterable<unknown> }): void;
}
