/** The `plenigoToken` header: it proves to plenigo which company calls. */

import { randomUUID } from 'node:crypto';
import type { Signer } from '../base/signing.js';

/** plenigo's own SDKs let a token live five minutes. */
const LIFETIME_SECONDS = 300;

/** A token for one attempt: plenigo refuses a `jti` that it has seen, so every attempt needs a token of its own. */
export function createPlenigoToken({ companyId, signer }: { companyId: string; signer: Signer }): string {
  return signer.sign({
    companyId,
    // A page of the renamed documentation says `Frisbii Media`; every sample and SDK says `plenigo`.
    aud: 'plenigo',
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1000) + LIFETIME_SECONDS,
  });
}
