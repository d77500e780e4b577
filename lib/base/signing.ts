/** Signs and verifies JSON Web Tokens (HS256), and what others sign by HMAC-SHA256: the only place where secrets are used. */

import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { parseJson } from './check.js';

/** plenigo's own SDKs send no `typ`; this is their header, byte for byte. */
const HEADER = Buffer.from('{"alg":"HS256"}').toString('base64url');

/** Signs with one secret, which it never shows. */
export interface Signer {
  /**
   * The compact JWT of these claims. `boundTo` is signed along without being in the token, so that nobody can read it
   * there, and the token is good only together with it.
   */
  sign(claims: object, boundTo?: string): string;
  /** The claims of a token that this signer made, bound to the same, else undefined. Expiry and audience are the caller's to check. */
  verify(token: string, boundTo?: string): unknown;
  /** A signer with a key of its own for another purpose, so that one purpose's tokens are worth nothing to another. */
  derive(purpose: string): Signer;
}

/** A signer for `secret`: the UTF-8 bytes of the string as they are, as plenigo uses them. */
export function createSigner(secret: string | Uint8Array): Signer {
  // A KeyObject is imported once and does not show its bytes when inspected.
  const key = createSecretKey(typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret);
  const hmac = (text: string) => createHmac('sha256', key).update(text);
  // A token has no line break, which `verify` makes sure of: no token and text can be mistaken for another pair.
  const computeSignature = (body: string, boundTo: string | undefined) =>
    hmac(boundTo === undefined ? body : `${body}\n${boundTo}`).digest('base64url');
  return {
    sign(claims, boundTo) {
      const body = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
      return `${body}.${computeSignature(body, boundTo)}`;
    },
    verify(token, boundTo) {
      const [header, payload = '', signature = '', rest] = token.split('.');
      if (header !== HEADER || rest !== undefined) return undefined;
      // One token has one spelling: the decoder would skip what is not base64url, and the spare bits at the end.
      const claims = Buffer.from(payload, 'base64url');
      if (claims.toString('base64url') !== payload) return undefined;
      const given = Buffer.from(signature);
      const expected = Buffer.from(computeSignature(`${header}.${payload}`, boundTo));
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      return parseJson(claims.toString());
    },
    derive: (purpose) => createSigner(hmac(`express-plenigo key for ${purpose}`).digest()),
  };
}

/** The signature of `head` with `body` behind it. */
export const computeHmac = (secret: string, head: string, body: string | Uint8Array): Buffer =>
  createHmac('sha256', secret).update(head).update(body).digest();

const signers = new LRUCache<string, Signer>({ max: 16, memoMethod: (secret) => createSigner(secret) });

/** The signer for a secret that comes with every call: importing a key costs more than signing. */
export const signerFor = (secret: string): Signer => signers.memo(secret);
