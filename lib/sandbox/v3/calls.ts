/** The calls of API v3 by name. */
export * from './access.js';
export * from './customers.js';
export * from './purchases.js';
export * from './session-calls.js';
