/** The login tokens of API v2: each logs one customer in once, to a checkout or to the self-service. */
import { randomBytes } from 'node:crypto';
import { forgetOldest } from './history.js';
import { StepFailure } from './steps.js';
import type { SandboxLoginToken, SandboxTokenFailures } from './types.js';

const TOKEN_LIFE = 5 * 60_000;

const DETAILS = {
  used: 'The login token has been used before; every checkout and every snippet needs a fresh one of its own.',
  expired: 'The login token is older than five minutes.',
  unknown: 'This sandbox never gave out the login token.',
};

export class LoginTokens {
  /** Oldest first. */
  readonly list: SandboxLoginToken[] = [];
  readonly failures: SandboxTokenFailures = { used: 0, expired: 0, unknown: 0 };
  readonly #options: { now: () => number; keepLast: number };
  readonly #byToken = new Map<string, SandboxLoginToken>();

  /** At least `keepLast` tokens are remembered; older ones until they expire. */
  constructor(options: { now: () => number; keepLast: number }) {
    this.#options = options;
  }

  create(customerId: string): string {
    const { now, keepLast } = this.#options;
    const token = randomBytes(24).toString('base64url');
    const entry = { token, customerId, used: false, expiresAt: now() + TOKEN_LIFE };
    this.list.push(entry);
    this.#byToken.set(token, entry);
    const forgotten = forgetOldest(this.list, keepLast, ({ expiresAt }) => expiresAt <= now());
    for (const old of forgotten) this.#byToken.delete(old.token);
    return token;
  }

  /** Lets the tokens that `which` accepts expire now, unless they are used or have expired before. */
  expire(which: (token: SandboxLoginToken) => boolean = () => true): void {
    const now = this.#options.now();
    for (const token of this.list) {
      if (!token.used && token.expiresAt > now && which(token)) token.expiresAt = now;
    }
  }

  /** Uses a token up; `find` looks for its customer, who may be gone. Throws `StepFailure` for a token that does not work. */
  redeem<Customer>(value: unknown, find: (token: SandboxLoginToken) => Customer | undefined): Customer {
    if (typeof value !== 'string' || value === '') {
      throw new StepFailure('login-token-missing', 'The browser SDK was called without a loginToken.');
    }
    const token = this.#byToken.get(value);
    const customer = token && find(token);
    if (!token || !customer) throw this.#refuse('unknown');
    if (token.used) throw this.#refuse('used');
    if (this.#options.now() >= token.expiresAt) throw this.#refuse('expired');
    token.used = true;
    return customer;
  }

  /** The list stays the same object, as callers may hold on to it. */
  clear(): void {
    this.list.length = 0;
    this.#byToken.clear();
    Object.assign(this.failures, { used: 0, expired: 0, unknown: 0 });
  }

  #refuse(reason: keyof SandboxTokenFailures): StepFailure {
    this.failures[reason] += 1;
    return new StepFailure(`login-token-${reason}`, DETAILS[reason]);
  }
}
