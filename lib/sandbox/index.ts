/**
 * The sandbox: a stateful plenigo on loopback, for development and tests without an account.
 * @module express-plenigo/sandbox
 */

export { startSandbox } from './server.js';
export type * from './types.js';
export type { SandboxReading } from './v3/readings.js';
export type * from './v3/types.js';
