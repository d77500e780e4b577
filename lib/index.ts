/**
 * The door of express-plenigo: named exports only.
 * @module express-plenigo
 */

export { PlenigoClient } from './api/client.js';
export type { LoginToken } from './api/create-login-token.js';
export type { CallEvent } from './api/observe.js';
export type { RegisterUserInput } from './api/register-user.js';
export type { CustomerRef } from './api/request.js';
export type { CallName } from './api/wire.js';
export type {
  AccountPage,
  AccountPart,
  AccountSettings,
  AccountSnippet,
} from './checkout/account-snippet.js';
export type { AttributeValue } from './checkout/markup.js';
export { createPaymentData, type PaymentDataSecrets } from './checkout/payment-data.js';
export type { CheckoutSettings, Product, ProductFields, ProductType } from './checkout/product.js';
export { type CheckoutSnippet, renderCheckoutSnippet } from './checkout/snippet.js';
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
export type { AccountLocals, AccountSnippetView } from './middleware/account.js';
export type { OfRequest, RouteProduct, RouteSettings } from './middleware/checkout.js';
export { createPlenigo, type Plenigo } from './middleware/create-plenigo.js';
export type { CspDirectives } from './middleware/csp.js';
export type {
  AnonymousLocals,
  BoughtLocals,
  ButtonAttributes,
  EmailConflictLocals,
  PlenigoLocals,
  ReadyLocals,
  UnavailableLocals,
} from './middleware/locals.js';
export type { AccessOptions } from './middleware/require-access.js';
export type {
  ClientOptions,
  Fetch,
  FetchResponse,
  Logger,
  PlenigoOptions,
  RecordStore,
  SiteUser,
} from './options.js';
