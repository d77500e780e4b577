/** Checks signed strings with the sandbox's own code, so that client and sandbox cannot share a mistake. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { ApiFailure, type JsonObject, parseJsonObject } from './http.js';

const AUDIENCE = 'plenigo';
/** plenigo documents "now + 5 minutes"; the rest forgives clocks that are a little apart. */
const LONGEST_LIFE = 5 * 60_000;
const CLOCK_SKEW = 30_000;

/** A signed string that is not what it should be; the message never repeats any part of it. */
export class InvalidSignedString extends ApiFailure {
  /** `forged`: the signature is wrong or missing. `expired`: it was right once. `invalid`: signed, but not acceptable. */
  readonly reason: 'forged' | 'expired' | 'invalid';

  constructor(reason: InvalidSignedString['reason'], message: string) {
    super(401, message);
    this.reason = reason;
  }
}

/** The alphabet is checked, as Node's decoder would skip foreign characters and accept several spellings. */
const BASE64URL = /^[A-Za-z0-9_-]+$/;

function decodeObject(part: string): JsonObject | undefined {
  return BASE64URL.test(part) ? parseJsonObject(Buffer.from(part, 'base64url').toString('utf8')) : undefined;
}

function refuseUnless(isRight: boolean, reason: InvalidSignedString['reason'], message: string): void {
  if (!isRight) throw new InvalidSignedString(reason, message);
}

/** Verifies an HS256 JWT and its audience; returns the claims. Throws `InvalidSignedString`. */
export function verifySigned(jwt: string, secret: string): JsonObject {
  const [head = '', payload = '', signature = '', ...rest] = jwt.split('.');
  const hasParts = head !== '' && payload !== '' && signature !== '' && rest.length === 0;
  refuseUnless(hasParts, 'forged', 'It is not a signed JWT of three parts.');
  refuseUnless(decodeObject(head)?.get('alg') === 'HS256', 'forged', 'The algorithm of the JWT is not HS256.');
  const expected = createHmac('sha256', secret).update(`${head}.${payload}`).digest();
  const actual = BASE64URL.test(signature) ? Buffer.from(signature, 'base64url') : Buffer.alloc(0);
  const isSigned = actual.length === expected.length && timingSafeEqual(actual, expected);
  refuseUnless(isSigned, 'forged', 'The signature does not match the company secret.');
  const claims = decodeObject(payload);
  if (!claims) throw new InvalidSignedString('invalid', 'The payload of the JWT is not a JSON object.');
  refuseUnless(claims.get('aud') === AUDIENCE, 'invalid', `The audience (aud) is not "${AUDIENCE}".`);
  return claims;
}

/**
 * Makes a check of `plenigoToken` headers of one company: it throws `InvalidSignedString` unless the header is a fresh
 * token, and remembers each `jti` for as long as it could be replayed.
 */
export function makeVerifier(company: { companyId: string; secret: string }, clock: () => number) {
  /** When each `jti` no longer matters, in ms since 1970; the oldest are first, as clients sign with the same lifetime. */
  const seen = new Map<string, number>();
  return (header: string | string[] | undefined): void => {
    if (typeof header !== 'string' || header === '') {
      throw new InvalidSignedString('forged', 'The plenigoToken header is missing.');
    }
    const claims = verifySigned(header, company.secret);
    const [companyId, exp, jti] = ['companyId', 'exp', 'jti'].map((name) => claims.get(name));
    refuseUnless(companyId === company.companyId, 'invalid', 'The company id is not the one of this company.');
    if (typeof exp !== 'number' || !Number.isFinite(exp)) {
      throw new InvalidSignedString('invalid', 'The claim exp is not a number of Unix seconds.');
    }
    const now = clock();
    const end = exp * 1000;
    refuseUnless(end > now, 'expired', 'The plenigoToken has expired.');
    const isShort = end <= now + LONGEST_LIFE + CLOCK_SKEW;
    refuseUnless(isShort, 'invalid', 'The claim exp is more than five minutes ahead.');
    if (typeof jti !== 'string' || jti === '') throw new InvalidSignedString('invalid', 'The claim jti is missing.');
    for (const [old, until] of seen) {
      if (until > now) break;
      seen.delete(old);
    }
    refuseUnless(!seen.has(jti), 'invalid', 'The claim jti was used before.');
    seen.set(jti, end);
  };
}
