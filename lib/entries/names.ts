/** The names that the entries of both APIs export: errors, options, and what pages and middlewares are given. */

export {
  PlenigoApiError,
  PlenigoArgumentError,
  PlenigoCustomerError,
  PlenigoError,
  type PlenigoErrorCode,
  PlenigoNetworkError,
  PlenigoOptionError,
  PlenigoRequestError,
} from '../base/errors.js';
export type { AttributeValue } from '../base/escape.js';
export type { ConnectionOptions, Fetch, FetchResponse, RecordStore, SiteOptions, SiteUser } from '../base/options.js';
export type { Logger } from '../base/reporter.js';
export type { Texts } from '../base/texts.js';
export type { OfRequest, PageSettings, Redemption } from '../middleware/checkout.js';
export type { Middleware } from '../middleware/handler.js';
export type { LoginSerializer } from '../middleware/login.js';
export type { AccessOptions } from '../middleware/require-access.js';
export type { ExpressPlenigo, PlenigoEventDetails, PlenigoEventMap } from '../page/browser.js';
export type * from '../page/locals.js';
export type { Credential, Price, PriceStep, SoldProduct } from '../platform/sale.js';
export type { CallEvent } from '../transport/send.js';
export type { CspDirectives, Middlewares } from './middlewares.js';
