/** The calls of API v2 by name. */
export * from './access.js';
export * from './customers.js';
export * from './desk.js';
