/**
 * The sandbox: a stateful plenigo on loopback, for development and tests without an account.
 * @module express-plenigo/sandbox
 */

export { startSandbox } from './server.js';
export type {
  Sandbox,
  SandboxAddress,
  SandboxCall,
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
  V2CallName,
} from './types.js';
export type {
  SandboxOffer,
  SandboxV3,
  SandboxV3Callbacks,
  SandboxV3Delivery,
  SandboxV3Purchase,
  SandboxV3Session,
  V3CallName,
} from './v3/types.js';
