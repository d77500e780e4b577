/**
 * The door of `express-plenigo/v3`: the same for plenigo's API v3. Named exports only.
 * @module express-plenigo/v3
 */

export type { AccessRight, AccessRights } from './calls/access.js';
export type { Customer, CustomerQuery, NewCustomer } from './calls/customers.js';
export type { Purchase, PurchaseItem, PurchaseProduct } from './calls/prepare-purchase.js';
export type { ActiveSession, SessionAnswer, SessionDetails, TransferToken } from './calls/sessions.js';
export { PlenigoClient } from './client.js';
export type { ClientOptions, PlenigoOptions } from './options.js';
