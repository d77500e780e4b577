/**
 * The sandbox: a stateful plenigo on loopback, for development and tests without an account.
 * @module express-plenigo/sandbox
 */
export { startSandbox } from './server.js';
export type {
  Sandbox,
  SandboxAddress,
  SandboxCustomer,
  SandboxFault,
  SandboxLoginToken,
  SandboxMetering,
  SandboxNewCustomer,
  SandboxOptions,
  SandboxPostalAddress,
  SandboxProduct,
  SandboxPurchase,
  SandboxRequest,
  SandboxTokenFailures,
} from './types.js';
