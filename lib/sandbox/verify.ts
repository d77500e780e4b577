/** Checks signed strings with the sandbox's own code, so that client and sandbox cannot share a mistake. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type JsonObject, parseJsonObject } from './http.js';

const AUDIENCE = 'plenigo';
/** plenigo documents "now + 5 minutes"; the rest forgives clocks that are a little apart. */
const LONGEST_LIFE = 5 * 60_000;
const CLOCK_SKEW = 30_000;

/** A signed string that is not what it should be; the message never repeats any part of it. */
export class InvalidSignedString extends Error {
  /** `forged`: the signature is wrong or missing. `expired`: it was right once. `invalid`: signed, but not acceptable. */
  readonly reason: 'forged' | 'expired' | 'invalid';

  constructor(reason: InvalidSignedString['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The alphabet is checked, as Node's decoder would skip foreign characters and accept several spellings. */
const BASE64URL = /^[A-Za-z0-9_-]+$/;

function decodeObject(part: string): JsonObject | undefined {
  return BASE64URL.test(part) ? parseJsonObject(Buffer.from(part, 'base64url').toString('utf8')) : undefined;
}

/** Verifies an HS256 JWT and its audience; returns the claims. Throws `InvalidSignedString`. */
export function verifySigned(jwt: string, secret: string): JsonObject {
  const [head, payload, signature, ...rest] = jwt.split('.');
  if (!head || !payload || !signature || rest.length > 0) {
    throw new InvalidSignedString('forged', 'It is not a signed JWT of three parts.');
  }
  if (decodeObject(head)?.get('alg') !== 'HS256') {
    throw new InvalidSignedString('forged', 'The algorithm of the JWT is not HS256.');
  }
  const expected = createHmac('sha256', secret).update(`${head}.${payload}`).digest();
  const actual = BASE64URL.test(signature) ? Buffer.from(signature, 'base64url') : Buffer.alloc(0);
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    throw new InvalidSignedString('forged', 'The signature does not match the company secret.');
  }
  const claims = decodeObject(payload);
  if (!claims) throw new InvalidSignedString('invalid', 'The payload of the JWT is not a JSON object.');
  if (claims.get('aud') !== AUDIENCE) {
    throw new InvalidSignedString('invalid', `The audience (aud) is not "${AUDIENCE}".`);
  }
  return claims;
}

/** Checks `plenigoToken` headers of one company and remembers each `jti` for as long as it could be replayed. */
export class TokenVerifier {
  readonly #companyId: string;
  readonly #secret: string;
  readonly #now: () => number;
  /** jti → ms since 1970 when it no longer matters, oldest first as far as clients sign with the same lifetime. */
  readonly #seen = new Map<string, number>();

  constructor(company: { companyId: string; secret: string }, now: () => number) {
    this.#companyId = company.companyId;
    this.#secret = company.secret;
    this.#now = now;
  }

  /** Throws `InvalidSignedString` unless the header is a fresh token of this company. */
  verify(header: string | string[] | undefined): void {
    if (typeof header !== 'string' || header === '') {
      throw new InvalidSignedString('forged', 'The plenigoToken header is missing.');
    }
    const claims = verifySigned(header, this.#secret);
    if (claims.get('companyId') !== this.#companyId) {
      throw new InvalidSignedString('invalid', 'The company id is not the one of this company.');
    }
    const now = this.#now();
    const exp = claims.get('exp');
    if (typeof exp !== 'number' || !Number.isFinite(exp)) {
      throw new InvalidSignedString('invalid', 'The claim exp is not a number of Unix seconds.');
    }
    if (exp * 1000 <= now) throw new InvalidSignedString('expired', 'The plenigoToken has expired.');
    if (exp * 1000 > now + LONGEST_LIFE + CLOCK_SKEW) {
      throw new InvalidSignedString('invalid', 'The claim exp is more than five minutes ahead.');
    }
    const jti = claims.get('jti');
    if (typeof jti !== 'string' || jti === '') {
      throw new InvalidSignedString('invalid', 'The claim jti is missing.');
    }
    this.#forgetExpired(now);
    if (this.#seen.has(jti)) throw new InvalidSignedString('invalid', 'The claim jti was used before.');
    this.#seen.set(jti, exp * 1000);
  }

  #forgetExpired(now: number): void {
    for (const [jti, until] of this.#seen) {
      if (until > now) break;
      this.#seen.delete(jti);
    }
  }
}
