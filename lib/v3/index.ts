/**
 * The door of `express-plenigo/v3`: the same for plenigo's API v3. Named exports only.
 * @module express-plenigo/v3
 */

export {
  PlenigoApiError,
  PlenigoArgumentError,
  PlenigoCustomerError,
  PlenigoError,
  type PlenigoErrorCode,
  PlenigoNetworkError,
  PlenigoOptionError,
  PlenigoRequestError,
} from '../errors.js';
export type { AccessOptions } from '../middleware/require-access.js';
export type { OfRequest } from '../middleware/selling.js';
export type { Middlewares } from '../middlewares.js';
export type { SiteUser } from '../options.js';
export type { Credential } from '../platform.js';
export type { AccessRight, AccessRights } from './access.js';
export type { AccountPage, AccountPart, AccountSettings, AccountSnippet } from './account-snippet.js';
export { type CallbackEvent, verifyCallback } from './callbacks.js';
export { PlenigoClient, type SessionOptions } from './client.js';
export { createPlenigo, type Plenigo, type RouteProducts, type RouteSettings } from './create-plenigo.js';
export type { Customer, CustomerQuery, NewCustomer } from './customers.js';
export type { ClientOptions, PlenigoOptions } from './options.js';
export type { CheckoutSettings, CustomOffer, Product, Purchase, PurchaseItem, TaxType } from './product.js';
