/**
 * The door of express-plenigo: named exports only.
 * @module express-plenigo
 */

export { createPlenigo, type Plenigo, type RouteProducts, type RouteSettings } from './create-plenigo.js';
export {
  PlenigoApiError,
  PlenigoArgumentError,
  PlenigoCustomerError,
  PlenigoError,
  type PlenigoErrorCode,
  PlenigoNetworkError,
  PlenigoOptionError,
  PlenigoRequestError,
} from './errors.js';
export type { AttributeValue } from './escape.js';
export type { AccountLocals, AccountSnippetView } from './middleware/account.js';
export type { Middleware } from './middleware/as-middleware.js';
export type { LoginSerializer } from './middleware/login.js';
export type { AccessOptions } from './middleware/require-access.js';
export type { OfRequest, PageSettings } from './middleware/selling.js';
export type { CspDirectives, Middlewares } from './middlewares.js';
export type { ConnectionOptions, Fetch, FetchResponse, Logger, RecordStore, SiteOptions, SiteUser } from './options.js';
export type {
  ButtonAttributes,
  BuyButton,
  CheckoutLocals,
  MeteredLocals,
  OfferLocals,
  PlenigoLocals,
  ReadyLocals,
  ShutLocals,
} from './page/locals.js';
export type { Credential, SoldProduct } from './platform.js';
export type { Texts } from './texts.js';
export type { CallEvent } from './transport/observe.js';
export {
  type AccountPage,
  type AccountPart,
  type AccountSettings,
  type AccountSnippet,
  type AccountSnippetCall,
  renderAccountSnippet,
} from './v2/account-snippet.js';
export { PlenigoClient } from './v2/client.js';
export type { CustomerAddress, CustomerRef, LoginToken, RegisterUserInput } from './v2/customers.js';
export type { ClientOptions, PlenigoOptions } from './v2/options.js';
export { createPaymentData, type PaymentDataSecrets } from './v2/payment-data.js';
export type { CheckoutSettings, Product, ProductFields, ProductType } from './v2/product.js';
export type { BoughtProduct, ProductsBought, SingleProduct, Subscription } from './v2/purchases.js';
export { type CheckoutSnippet, renderCheckoutSnippet } from './v2/snippet.js';
