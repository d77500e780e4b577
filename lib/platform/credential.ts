/** What logs a reader in at plenigo, for one purpose and a short time. */

import type { Terms } from './sale.js';

/** What a click or a self-service page hands to plenigo's browser SDK. It is good once and for a short time, so it is never kept. */
export interface Credential {
  readonly token: string;
  readonly expiresAt: Date;
}

/** What a credential is for. */
export interface Purpose {
  /** What the reader buys; undefined for a page of self-service. */
  readonly terms?: Terms | undefined;
  /** The reader agrees that plenigo logs them out elsewhere if it allows no further login. */
  readonly endOthers?: boolean | undefined;
}
