/** Customer sessions and transfer tokens of API v3. */
import { randomBytes, randomUUID } from 'node:crypto';
import { V3Failure } from './failure.js';
import { customerOf, iso, type V3Route } from './route.js';
import { customerSession, newSession } from './schemas.js';
import type { SandboxV3Session } from './types.js';

/** Begins anew with every use. */
const SESSION_LIFE = 14 * 86_400_000;
const TRANSFER_LIFE = 30_000;

type Details = Pick<SandboxV3Session, 'os' | 'browser'>;

/** The sessions of one sandbox. */
export class Sessions {
  /** Oldest first. */
  readonly list: SandboxV3Session[] = [];
  /** How many one customer may have at a time. */
  limit = 2;
  readonly #now: () => number;
  /** By their credentials. */
  readonly #bySecret = new Map<string, SandboxV3Session>();
  readonly #transfers = new Map<string, { session: SandboxV3Session; until: number }>();
  readonly #removals = new Map<string, { customerId: string; details: Details }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  openOf(customerId: string): SandboxV3Session[] {
    return this.list.filter((session) => session.customerId === customerId && session.expiresAt > this.#now());
  }

  /** Returns the credential. */
  open(customerId: string, { os, browser }: Details): string {
    const at = this.#now();
    const session = {
      sessionId: randomUUID(),
      customerId,
      ...(os !== undefined && { os }),
      ...(browser !== undefined && { browser }),
      at,
      expiresAt: at + SESSION_LIFE,
    };
    const secret = randomBytes(180).toString('base64url');
    this.list.push(session);
    this.#bySecret.set(secret, session);
    return secret;
  }

  /** Ends one session of a customer, or all. Says whether there was any. */
  end(customerId: string, sessionId?: string): boolean {
    const ending = this.list.filter(
      (session) => session.customerId === customerId && (sessionId === undefined || session.sessionId === sessionId),
    );
    for (const session of ending) this.list.splice(this.list.indexOf(session), 1);
    for (const [secret, session] of this.#bySecret) if (ending.includes(session)) this.#bySecret.delete(secret);
    return ending.length > 0;
  }

  /** The session of a credential, which lives longer by it. Throws `V3Failure` 401. */
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

  createRemoval(customerId: string, details: Details): string {
    const token = randomBytes(24).toString('base64url');
    this.#removals.set(token, { customerId, details });
    return token;
  }

  takeRemoval(token: string): { customerId: string; details: Details } | undefined {
    const removal = this.#removals.get(token);
    this.#removals.delete(token);
    return removal;
  }

  clear(): void {
    this.list.length = 0;
    this.#bySecret.clear();
    this.limit = 2;
    this.#transfers.clear();
    this.#removals.clear();
  }
}

/** Status 200 is the refusal: too many are open. */
export const createSession: V3Route = async (incoming) => {
  const { v3 } = incoming;
  const details = await incoming.body<Details>(newSession);
  const customer = customerOf(incoming);
  const { customerId } = customer;
  if (v3.isBlocked(customer)) throw new V3Failure(403, 20011, 'Customer is deactivated or disabled.');
  const open = v3.sessions.openOf(customerId);
  if (open.length < v3.sessions.limit) {
    return { status: 202, body: { customerSession: v3.sessions.open(customerId, details) } };
  }
  const items = open.map(({ sessionId, os, browser, at }) => ({ sessionId, os, browser, createdAt: iso(at) }));
  return {
    status: 200,
    body: { activeSessions: { items }, removalToken: v3.sessions.createRemoval(customerId, details) },
  };
};

/** Without `sessionId` all sessions end. */
export const changeSessions: V3Route = ({ ids: [token = ''], query, v3 }) => {
  const removal = v3.sessions.takeRemoval(token);
  if (!removal || !v3.sessions.end(removal.customerId, query.get('sessionId') ?? undefined)) {
    throw new V3Failure(404, 99404, 'There is no such removal token or session.');
  }
  return { status: 202, body: { customerSession: v3.sessions.open(removal.customerId, removal.details) } };
};

export const createTransferToken: V3Route = async ({ body, v3 }) => {
  const { customerSession: secret } = await body<{ customerSession: string }>(customerSession);
  return { status: 200, body: { transferToken: v3.sessions.createTransfer(secret) } };
};
