/** The calls of API v3 by name. */
export * from './access.js';
export * from './customers.js';
export * from './lists.js';
export * from './offers.js';
export * from './purchases.js';
export * from './session-calls.js';
export * from './subscriptions.js';
export * from './vouchers.js';
