/** Signs and verifies JSON Web Tokens (HS256): the only place where the company secret is used. */

import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/** plenigo's own SDKs send no `typ`; this is their header, byte for byte. */
const HEADER = Buffer.from('{"alg":"HS256"}').toString('base64url');

/** Signs with one secret, which it never shows. */
export interface Signer {
  /** The compact JWT of these claims. */
  sign(claims: object): string;
  /** The claims of a token that this signer made, else undefined. Expiry and audience are the caller's to check. */
  verify(token: string): unknown;
  /** A signer with a key of its own for another purpose, so that one purpose's tokens are worth nothing to another. */
  derive(purpose: string): Signer;
  /** A short, keyed fingerprint of a value that must not be shown: 16 bytes as base64url. */
  fingerprint(value: string): string;
}

/** A signer for `secret`: the UTF-8 bytes of the string as they are, as plenigo uses them. */
export function createSigner(secret: string | Uint8Array): Signer {
  // A KeyObject is imported once and does not show its bytes when inspected.
  const key = createSecretKey(typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret);
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    sign(claims) {
      const body = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
      return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
    },
    verify(token) {
      const [header, payload, signature, rest] = token.split('.');
      if (header !== HEADER || payload === undefined || signature === undefined || rest !== undefined) {
        return undefined;
      }
      const given = Buffer.from(signature, 'base64url');
      const expected = mac(`${header}.${payload}`);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      try {
        return JSON.parse(Buffer.from(payload, 'base64url').toString());
      } catch {
        return undefined;
      }
    },
    derive: (purpose) => createSigner(mac(`express-plenigo key for ${purpose}`)),
    fingerprint: (value) => mac(value).subarray(0, 16).toString('base64url'),
  };
}

const MAX_SIGNERS = 16;
const signers = new Map<string, Signer>();

/** The signer for a secret that comes with every call, from a bounded memory: importing a key costs more than signing. */
export function signerFor(secret: string): Signer {
  let signer = signers.get(secret);
  if (signer === undefined) {
    if (signers.size >= MAX_SIGNERS) signers.clear();
    signer = createSigner(secret);
    signers.set(secret, signer);
  }
  return signer;
}
