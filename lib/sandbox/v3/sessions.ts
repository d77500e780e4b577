/** Where customers of API v3 are logged in, and the tokens that hand a login over. */
import { randomBytes, randomUUID } from 'node:crypto';
import { V3Failure } from './failure.js';
import type { SandboxV3Session } from './types.js';

/** A session lives so long after each use. */
const SESSION_LIFE = 14 * 86_400_000;
const TRANSFER_LIFE = 30_000;
const LIMIT = 2;

/** Whom a session is for, and what the site says of the browser. */
export type Login = Pick<SandboxV3Session, 'customerId' | 'os' | 'browser'>;

export class Sessions {
  readonly list: SandboxV3Session[] = [];
  /** How many one customer may have at a time. */
  limit = LIMIT;
  readonly #now: () => number;
  readonly #bySecret = new Map<string, SandboxV3Session>();
  readonly #transfers = new Map<string, { session: SandboxV3Session; until: number }>();
  readonly #removals = new Map<string, Login>();

  constructor(now: () => number) {
    this.#now = now;
  }

  listOpen(customerId: string): SandboxV3Session[] {
    return this.list.filter((session) => session.customerId === customerId && session.expiresAt > this.#now());
  }

  open(login: Login): string {
    const at = this.#now();
    const session = { ...login, sessionId: randomUUID(), at, expiresAt: at + SESSION_LIFE };
    const secret = randomBytes(180).toString('base64url');
    this.list.push(session);
    this.#bySecret.set(secret, session);
    return secret;
  }

  /** Finds the session of a credential; it lives longer for being used. Throws `V3Failure` 401. */
  use(secret: string): SandboxV3Session {
    const session = this.#bySecret.get(secret);
    if (!session || session.expiresAt <= this.#now()) throw new V3Failure(401, 20028, 'Customer session is not valid.');
    session.expiresAt = this.#now() + SESSION_LIFE;
    return session;
  }

  createTransfer(secret: string): string {
    const session = this.use(secret);
    const now = this.#now();
    for (const [old, { until }] of this.#transfers) if (until <= now) this.#transfers.delete(old);
    const token = randomBytes(24).toString('base64url');
    this.#transfers.set(token, { session, until: now + TRANSFER_LIFE });
    return token;
  }

  /** Uses a transfer token up; `undefined` when it is unknown, used before or older than 30 s. */
  redeem(token: string): SandboxV3Session | undefined {
    const transfer = this.#transfers.get(token);
    this.#transfers.delete(token);
    const isGood = transfer && transfer.until > this.#now() && this.list.includes(transfer.session);
    return isGood ? transfer.session : undefined;
  }

  /** Makes the token with which a customer who has too many sessions may end one. */
  createRemoval(login: Login): string {
    const token = randomBytes(24).toString('base64url');
    this.#removals.set(token, login);
    return token;
  }

  /** Ends the session of this id, or all of that customer, and opens another. Throws `V3Failure` 401 or 400. */
  replace(removalToken: string, sessionId: string | null): string {
    const login = this.#removals.get(removalToken);
    this.#removals.delete(removalToken);
    const ending = this.list.filter(
      (session) => session.customerId === login?.customerId && (sessionId === null || session.sessionId === sessionId),
    );
    // The same number as for an API token that is not valid.
    if (!login) throw new V3Failure(401, 99015, 'Removal token is not valid.');
    if (ending.length === 0) throw new V3Failure(400, 20030, 'Session could not be removed.');
    for (const session of ending) this.list.splice(this.list.indexOf(session), 1);
    for (const [secret, session] of this.#bySecret) if (ending.includes(session)) this.#bySecret.delete(secret);
    return this.open(login);
  }

  clear(): void {
    this.list.length = 0;
    this.limit = LIMIT;
    for (const tokens of [this.#bySecret, this.#transfers, this.#removals]) tokens.clear();
  }
}
