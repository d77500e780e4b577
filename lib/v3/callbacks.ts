/** What plenigo tells a site by itself: whether a message is plenigo's, what it says, and whom it is about. */

import { timingSafeEqual } from 'node:crypto';
import { checkArgument, isObject, parseJson } from '../base/check.js';
import type { SharedStore } from '../base/options.js';
import { oneOrMore, rules } from '../base/rules.js';
import { computeHmac } from '../base/signing.js';
import { listField, named, ownField, read } from '../transport/answer.js';

/** A message of plenigo's. It may come twice, late and out of order: take ids from it, and ask for the rest. */
export interface CallbackEvent {
  /** Such as `ORDER` or `CUSTOMER`. */
  readonly entityType: string;
  /** Such as `CREATION` or `CHANGE`. */
  readonly callbackType: string;
  readonly entityId: string;
  /** As the REST API shows it; absent for a deletion. */
  readonly entity?: Readonly<Record<string, unknown>>;
}

export const secretsRule = oneOrMore(`${rules.text.expected}, or a list of them`, rules.text);

/**
 * Whether plenigo has signed this body with any of the secrets within five minutes; `header` is `plenigo-signature`.
 * @throws PlenigoArgumentError `invalid-argument` if the secret is none.
 */
export function verifyCallback(
  rawBody: string | Uint8Array,
  header: string | undefined,
  secret: string | readonly string[],
): boolean {
  return findSignatureFault(rawBody, header, secret) === undefined;
}

/** Says in words for the log why a message is refused; undefined if it is good. */
export function findSignatureFault(...[rawBody, header, secret]: Parameters<typeof verifyCallback>) {
  checkArgument('secret', secret, secretsRule);
  const parts = (header ?? '').split(',').map((part) => part.trim().split(/=(.*)/s, 2));
  const [, time = ''] = parts.find(([name]) => name === 't') ?? [];
  const given = parts.flatMap(([name, value = '']) => (name === 's' && /^[0-9a-f]{64}$/i.test(value) ? value : []));
  if (!/^\d{1,12}$/.test(time) || given.length === 0) return 'no signature';
  const isSigned = [secret].flat().some((each) => {
    const expected = computeHmac(each, `${time}.`, rawBody);
    return given.some((value) => timingSafeEqual(Buffer.from(value, 'hex'), expected));
  });
  if (!isSigned) return 'a wrong signature: check callbackSecret';
  // Unproven: how old a message may be. It may also be so far ahead of this machine's clock.
  const seconds = Math.abs(Math.floor(Date.now() / 1000) - Number(time));
  return seconds > 5 * 60 ? 'signed more than five minutes ago' : undefined;
}

const readEntity = (value: unknown) => (isObject(value) && !Array.isArray(value) ? value : undefined);
const messageFields = { ...named(read.text, 'entityType', 'callbackType', 'entityId'), entity: readEntity };
const readMessage = read.object(messageFields, 'entityType', 'callbackType');

export function readEvent(body: Uint8Array): CallbackEvent | undefined {
  const message = readMessage(parseJson(Buffer.from(body).toString()));
  return message && { entityId: '', ...message };
}

/** The ids of the customers whom a message names: who pays, and who gets what was bought. */
export function listCustomers({ entityType, entityId, entity }: CallbackEvent): ReadonlySet<unknown> {
  const names = ['customerId', 'invoiceCustomerId', 'deliveryCustomerId'];
  const ids = [entity, ...listField(entity)].flatMap((each) => names.map((name) => ownField(each, name)));
  return new Set(entityType === 'CUSTOMER' ? [...ids, entityId] : ids);
}

/** Whose customer it is was asked at most an hour before any answer, which is good for a day or so. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
/** plenigo's support can give a customer to another user, and a callback is about both for a while. */
const MOST_USERS = 5;

/** Which users of the site a customer is, for all processes of the site: callbacks name customers alone. */
export function createCustomerIndex(store: SharedStore | undefined, companyId: string) {
  const keyFor = (customerId: string) => `plenigo-users:v3:${companyId}:${customerId}`;

  async function find(customerId: string): Promise<readonly string[]> {
    const kept = await store?.get(keyFor(customerId));
    const users: unknown = typeof kept === 'string' ? parseJson(kept) : kept;
    return Array.isArray(users) ? users.filter((user) => typeof user === 'string').slice(0, MOST_USERS) : [];
  }

  /** No page waits for it. */
  async function note(customerId: string, userId: string): Promise<void> {
    const users = new Set([userId, ...(await find(customerId))]);
    await store?.set(keyFor(customerId), JSON.stringify([...users].slice(0, MOST_USERS)), LIFETIME_MS);
  }

  return { find, note };
}
