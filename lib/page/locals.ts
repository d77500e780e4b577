/** `res.locals.plenigo` and `res.locals.plenigoAccount`: what a template gets. */

import type { AttributeValue } from '../base/escape.js';
import type { SoldProduct } from '../platform/sale.js';

/** A script element of a page. An attribute that is `true` has no value. The text is JSON, and holds no `<` that HTML could read. */
export interface ScriptElement {
  readonly attributes: Readonly<Record<string, string | true>>;
  readonly text?: string;
}

/** Attributes of the buy button, such as `{ class: 'button', id: 'buy' }`. Event handlers and `style` are refused. */
export type ButtonAttributes = Readonly<Record<string, AttributeValue>>;

/**
 * Renders a button that starts the checkout, also under a strict Content-Security-Policy; it needs `router()`. HTML.
 * It is empty unless `status` is `ready`. A sentence stands behind the button for browsers where scripts do not run.
 * @throws PlenigoArgumentError `invalid-argument` at any status: no label, or an attribute that could run script or break the button.
 */
export type BuyButton = (label: string, attributes?: ButtonAttributes) => string;

/** What starts a checkout. */
export interface CheckoutLocals {
  /** The JavaScript call that starts the checkout. The same string is right in an attribute and in a script. */
  readonly snippet: string;
  /** The signed checkout string; absent with API v3, which has none. */
  readonly paymentData: string;
}

/** One product for sale on the page. */
export interface OfferLocals {
  readonly product: SoldProduct;
  /** What is asked, as the reader's language writes it: `9,90 €`. Absent without the option `prices`, where plenigo does not say, and where it changes later. */
  readonly price?: string;
  readonly buyButton: BuyButton;
  /** What makes a button of a page that is built in the browser start this checkout; it needs `scripts` in the page. */
  readonly button: { readonly attributes: ScriptElement['attributes'] };
  readonly checkout: CheckoutLocals;
}

interface EveryPage<Status extends string, Access extends boolean, Bought extends boolean> {
  readonly status: Status;
  /** Whether the reader may read the whole page. */
  readonly access: Access;
  /** Whether the reader has bought one of the products. */
  readonly bought: Bought;
  /** The script tags a page needs: plenigo's browser SDK, and this package's script if the router is mounted. HTML. */
  readonly scriptTag: string;
  /** The same as data, in its order, for a page that is built in the browser from the JSON of these locals. */
  readonly scripts: readonly ScriptElement[];
  /** The button of the first offer. */
  readonly buyButton: BuyButton;
  /** plenigo's own id of the customer, where it is known. */
  readonly customerId?: string;
}

/** A page on which nothing can be bought. */
export interface ShutLocals<Status extends string, Access extends boolean, Bought extends boolean>
  extends EveryPage<Status, Access, Bought> {
  readonly offers: readonly [];
  readonly loginToken?: undefined;
  readonly expiresAt?: undefined;
  readonly checkout?: undefined;
  /** An old "yes" has opened the page, since plenigo is asked beside it or cannot be asked. Absent otherwise. */
  readonly stale?: true;
  /** This page opens after the purchase: the place for a word of thanks. Absent otherwise. */
  readonly justBought?: true;
  /** How many free views were taken before this one, and how many there are. Absent unless `metered`, and where the count is not known yet. */
  readonly freeViews?: { readonly taken: number; readonly allowed: number };
}

/** The reader may buy. */
export interface ReadyLocals extends EveryPage<'ready', false, false> {
  /** In the order in which the products were given. */
  readonly offers: readonly OfferLocals[];
  /** Good for one use, until `expiresAt`. Absent in mode `click`, and for `HEAD` and prefetch requests. */
  readonly loginToken?: string;
  /** When `loginToken` stops working. */
  readonly expiresAt?: Date;
  /** The checkout of the first offer. */
  readonly checkout: CheckoutLocals;
}

/** What a template gets. TypeScript narrows it on `status`. */
export type PlenigoLocals =
  // Nobody is logged in; the site gave no e-mail address that plenigo may be told; or it is that of a customer whom nobody has
  // proved to be this reader.
  | ShutLocals<'anonymous' | 'email-missing' | 'email-conflict', false, false>
  // Nothing is for sale on this page, the publisher has opened everything, or the site opens the page to this reader.
  | ShutLocals<'free', true, false>
  | ShutLocals<'metered', true, false>
  | ShutLocals<'bought', true, true>
  | ReadyLocals
  // plenigo could not be asked, and `onError` was told why. There is access where `requireAccess` has `failOpen`.
  | ShutLocals<'unavailable', boolean, false>;

/** One self-service snippet: with API v2 either as an element or as a call, because their login token works only once. */
export interface AccountSnippetView {
  /** Its name at plenigo. */
  readonly snippet: string;
  /** The element that this package's script fills; it works under a strict CSP and needs `router()`. HTML. */
  readonly element: string;
  /** The JavaScript call that plenigo documents, for a page that runs it itself and has its element. Absent with API v3. */
  readonly call: string;
}

/** `res.locals.plenigoAccount`. */
export interface AccountLocals {
  /** `ready`: the snippets are there. The others mean the same as in `res.locals.plenigo`. */
  readonly status: 'anonymous' | 'ready' | 'email-missing' | 'email-conflict' | 'unavailable';
  /** The script tags a page needs; with API v2 they hold the login tokens of the elements. HTML. */
  readonly scriptTag: string;
  /** The elements of all snippets, in their order; empty unless `ready`, and for `HEAD` and prefetch requests. HTML. */
  readonly elements: string;
  /** Each snippet by itself; empty where `elements` is. */
  readonly snippets: readonly AccountSnippetView[];
}

declare global {
  namespace Express {
    interface Locals {
      /** Set by `checkout()` and `requireAccess()` of express-plenigo; absent on routes without. */
      plenigo?: PlenigoLocals | undefined;
      /** Set by `account()` of express-plenigo; absent on routes without. */
      plenigoAccount?: AccountLocals | undefined;
    }
  }
}
