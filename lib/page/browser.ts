/** What the browser scripts of this package are told by a page, and what they tell it: types alone. */

/** What a script is told in the text of an element that it removes, because it is secret or the reader's own. */
export interface OwnData {
  readonly csrf?: string | undefined;
  /** What the page can sell without asking: the argument of plenigo's checkout function by the mark of each button. It holds a login token. */
  readonly calls?: readonly (readonly [mark: string, call: object])[] | undefined;
  /** In ms, counted from when the page was asked for: so long these calls can be made. */
  goodFor?: number | undefined;
  /** What an account page shows, each with all else that plenigo's script is told of it, here by API v3's names. */
  readonly snippets?: readonly (Record<'elementId' | 'snippet', string> & {
    readonly navigation?: string;
    readonly personalDetails?: string;
    readonly subscriptionId?: number;
  })[];
  /** The address of a page that uses up a free view. */
  readonly metered?: string | undefined;
  readonly justBought?: true | undefined;
}

/** The events that bubble from the button, or from the document where no button is known, with what `detail` holds. */
export interface PlenigoEventDetails {
  /** Before the router is asked: a listener may add headers, also later, if it hands in the promise that it does. */
  'plenigo:request': { readonly headers: Headers; waitUntil(promise: Promise<unknown>): void };
  /** The checkout opens. The id is absent for an inline snippet. */
  'plenigo:open': { readonly productId?: string };
  /** The checkout has closed. With API v3 alone: plenigo's script of API v2 does not say so. */
  'plenigo:close': { readonly productId?: string };
  /** Paid (API v3 alone, for the same reason), or bought before. Unless the default is prevented, the page is loaded anew. */
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
