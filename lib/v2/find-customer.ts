/** Who is the customer: the one algorithm that finds, registers or links the plenigo customer of a user. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { CustomerRecord } from '../customer/record.js';
import type { KnownUser } from '../customer/site-user.js';
import { PlenigoApiError, PlenigoCustomerError, PlenigoError, type PlenigoErrorCode } from '../errors.js';
import type { Budget } from '../transport/budget.js';
import type { LoginToken } from './calls/create-login-token.js';
import type { PlenigoCalls } from './client.js';

/** The customer of a user. */
export interface Found {
  readonly record: CustomerRecord;
  /** `registered`: made just now, so nothing is bought yet. `linked`: existed before, and is this user's since now. */
  readonly how: 'known' | 'registered' | 'linked';
  /** The login token that the search itself needed; for one page only. */
  readonly token: LoginToken | undefined;
  /** This request did the search; others that waited for it got the same customer. */
  readonly isOwner: boolean;
}

type Outcome = Omit<Found, 'isOwner'>;

interface Search {
  user: KnownUser;
  /** What is remembered of the user, if anything. */
  record: CustomerRecord | undefined;
  calls: PlenigoCalls;
  budget: Budget;
}

interface Flight {
  readonly user: KnownUser;
  readonly outcome: Promise<Outcome>;
}

/** Finds customers; searches of one user that run at the same time are one search. A failed one is never remembered. */
export class CustomerSearch {
  readonly #flights = new Map<string, Flight>();
  readonly #onLink: (userId: string) => void;

  /** `onLink` is told of each user who has become an existing customer, before anybody gets that outcome. */
  constructor(onLink: (userId: string) => void) {
    this.#onLink = onLink;
  }

  /** @throws PlenigoCustomerError `email-conflict`, and what the calls throw. */
  async find(search: Search): Promise<Found> {
    const { user, budget } = search;
    for (;;) {
      const flight = this.#flights.get(user.id);
      if (flight === undefined) break;
      const outcome = await waitFor(flight.outcome, { budget, isMine: isSameUser(flight.user, user) });
      // The token is the owner's: it works only once.
      if (outcome !== undefined) return { ...outcome, token: undefined, isOwner: false };
    }
    const outcome = this.#run(search);
    this.#flights.set(user.id, { user, outcome });
    try {
      return { ...(await outcome), isOwner: true };
    } finally {
      this.#flights.delete(user.id);
    }
  }

  async #run(search: Search): Promise<Outcome> {
    const outcome = await findCustomer(search);
    if (outcome.how === 'linked') this.#onLink(search.user.id);
    return outcome;
  }
}

function isSameUser(a: KnownUser, b: KnownUser): boolean {
  return a.email === b.email && a.emailVerified === b.emailVerified;
}

/** The outcome of a search under way, if it is for the same e-mail; else only waits until it is over. */
async function waitFor(
  outcome: Promise<Outcome>,
  { budget, isMine }: { budget: Budget; isMine: boolean },
): Promise<Outcome | undefined> {
  try {
    const result = await budget.race(outcome, 'createLoginToken');
    return isMine ? result : undefined;
  } catch (error) {
    if (isMine) throw error;
    budget.throwIfSpent('createLoginToken');
    return undefined;
  }
}

/** The four steps. */
async function findCustomer(search: Search): Promise<Outcome> {
  const { user, record, calls } = search;
  if (record !== undefined) {
    const current = await updateEmail(record, search);
    if (current !== undefined) return { record: current, how: 'known', token: undefined };
  }
  const token = await tokenIfKnown(user, calls);
  if (token !== undefined) return known(user, token);
  try {
    const customerId = await calls.registerUser({
      email: user.email,
      externalUserId: user.id,
      failByExistingEmail: true,
      language: user.language,
      firstName: user.firstName,
      lastName: user.lastName,
    });
    return {
      record: { userId: user.id, email: user.email, customerId },
      how: 'registered',
      token: undefined,
    };
  } catch (error) {
    if (hasCode(error, 'email-exists')) {
      return user.emailVerified ? linkByEmail(search) : ownCustomerOrConflict(search, error);
    }
    if (hasCode(error, 'registration-locked', 'rate-limited')) return afterOtherRegistration(search, error);
    throw error;
  }
}

function known(user: KnownUser, token: LoginToken): Outcome {
  return { record: { userId: user.id, email: user.email }, how: 'known', token };
}

/** The record with the user's e-mail of today, told to plenigo; undefined if plenigo knows no such customer any more. */
async function updateEmail(
  record: CustomerRecord,
  { user, calls }: Search,
): Promise<CustomerRecord | undefined> {
  if (record.email === user.email) return record;
  try {
    await calls.changeEmail({ externalUserId: user.id }, user.email);
    return { ...record, email: user.email };
  } catch (error) {
    if (hasCode(error, 'customer-not-found')) return undefined;
    throw asConflict(error, 'email-exists');
  }
}

/** A token of the customer with this user's id, or undefined if there is no such customer. */
async function tokenIfKnown(user: KnownUser, calls: PlenigoCalls): Promise<LoginToken | undefined> {
  try {
    return await calls.createLoginToken({ externalUserId: user.id });
  } catch (error) {
    if (hasCode(error, 'customer-not-found')) return undefined;
    throw error;
  }
}

/**
 * The e-mail is verified, so the customer who has it is this user. No external id or name is sent along: nothing of
 * that customer changes before the link.
 */
async function linkByEmail(search: Search): Promise<Outcome> {
  const { user, calls } = search;
  const customerId = await calls.registerUser({
    email: user.email,
    failByExistingEmail: false,
    language: user.language,
  });
  try {
    await calls.addExternalCustomerId(customerId, user.id);
  } catch (error) {
    if (error instanceof PlenigoApiError && [400, 403, 404, 409].includes(error.status)) {
      return ownCustomerOrConflict(search, error);
    }
    throw error;
  }
  return { record: { userId: user.id, email: user.email, customerId }, how: 'linked', token: undefined };
}

/**
 * A refusal because the e-mail is taken, perhaps by this very user: another process may have registered them between
 * our two calls. Only the site's own user id decides that.
 */
async function ownCustomerOrConflict({ user, calls }: Search, error: unknown): Promise<Outcome> {
  const token = await tokenIfKnown(user, calls);
  if (token === undefined) throw asConflict(error);
  return known(user, token);
}

/** plenigo says that the same e-mail is being registered right now: most likely by another process, for this user. */
async function afterOtherRegistration(search: Search, error: unknown): Promise<Outcome> {
  const { user, calls, budget } = search;
  const asked = error instanceof PlenigoApiError ? error.retryAfter : undefined;
  const pause = asked ?? 250;
  if (pause > budget.remaining / 2) throw error;
  await sleep(pause);
  const token = await tokenIfKnown(user, calls);
  if (token === undefined) throw error;
  return known(user, token);
}

function hasCode(error: unknown, ...codes: PlenigoErrorCode[]): boolean {
  return error instanceof PlenigoError && codes.includes(error.code);
}

/** `email-conflict` for an error with this code, or for any if none is given; other errors stay what they are. */
function asConflict(error: unknown, code?: PlenigoErrorCode): unknown {
  return code === undefined || hasCode(error, code)
    ? new PlenigoCustomerError('email-conflict', { cause: error })
    : error;
}
