/** Signs and verifies JSON Web Tokens (HS256), and computes the HMAC-SHA256 that others sign with: the only place where secrets are used. */

import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { parseJson } from './check.js';

/** This is the header of plenigo's own SDKs, byte for byte: they send no `typ`. */
const HEADER = Buffer.from('{"alg":"HS256"}').toString('base64url');

export interface Signer {
  /** Makes the compact JWT of these claims. The token is good only together with `boundTo`, which is not in it. */
  sign(claims: object, boundTo?: string): string;
  /** The claims of a token that this signer has made, bound to the same text, else undefined. The caller checks expiry and audience. */
  verify(token: string, boundTo?: string): unknown;
  /** Makes a signer with a key of its own, so that the tokens of one purpose are worth nothing to another. */
  derive(purpose: string): Signer;
}

/** Makes a signer for `secret`. The key is the UTF-8 bytes of the string as they are, as plenigo uses them. */
export function createSigner(secret: string | Uint8Array): Signer {
  // A KeyObject is imported once and does not show its bytes when inspected.
  const key = createSecretKey(typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret);
  const hmac = (text: string) => createHmac('sha256', key).update(text);
  const seal = (payload: string, boundTo: string | undefined) => {
    const body = `${HEADER}.${payload}`;
    // No payload has a line break, so no token and text can be mistaken for another pair.
    return `${body}.${hmac(boundTo === undefined ? body : `${body}\n${boundTo}`).digest('base64url')}`;
  };
  return {
    sign: (claims, boundTo) => seal(Buffer.from(JSON.stringify(claims)).toString('base64url'), boundTo),
    verify(token, boundTo) {
      const [, payload = ''] = token.split('.');
      // A token may be spelled in one way only, but the decoder skips what is not base64url and the spare bits at the end.
      const claims = Buffer.from(payload, 'base64url');
      if (claims.toString('base64url') !== payload) return undefined;
      const given = Buffer.from(token);
      const expected = Buffer.from(seal(payload, boundTo));
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      return parseJson(claims.toString());
    },
    derive: (purpose) => createSigner(hmac(`express-plenigo key for ${purpose}`).digest()),
  };
}

export const computeHmac = (secret: string, head: string, body: string | Uint8Array): Buffer =>
  createHmac('sha256', secret).update(head).update(body).digest();

/** For secrets that come with every call: they are kept, because importing a key costs more than signing. */
const signers = new LRUCache<string, Signer>({ max: 16, memoMethod: (secret) => createSigner(secret) });
export const signerFor = (secret: string): Signer => signers.memo(secret);
