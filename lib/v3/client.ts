/** The REST calls of API v3, for scripts, support tools and the middlewares. */

import { argument, checkArgument, checkFields, refuse } from '../base/check.js';
import { PlenigoApiError } from '../base/errors.js';
import { rules } from '../base/rules.js';
import type { Credential, Purchases } from '../platform/sale.js';
import { isAnswer, listField, ownField, read, textField } from '../transport/answer.js';
import { Connection, type OnChange } from '../transport/calls.js';
import { createSend } from '../transport/send.js';
import type { Customer, NewCustomer } from './customers.js';
import { checkId, createLookUp, isSameEmail, newCustomerRules, readCustomer, readKept, readRaw } from './customers.js';
import { type CallConfig, DeskCalls } from './desk.js';
import { describeError, findErrorCode, readErrorNumber, readNoCustomer } from './error-codes.js';
import { type ClientConfig, type ClientOptions, resolveClientOptions } from './options.js';
import { type Purchase, purchaseRules } from './product.js';
import { accessRightsRule, readPurchases } from './purchases.js';

/** How a customer is logged in at plenigo. */
export interface SessionOptions {
  /** Where no more sessions may be open, ends all others: only if the reader wants it. Default false. */
  endOthers?: boolean | undefined;
  /** What the customer's list of sessions is to show, as plenigo's API names it: `os`, `browser`, `source`, `ipAddress` … */
  readonly [detail: string]: unknown;
}

/** Unproven: how many ids one call takes. */
const MOST_RIGHTS = 20;
/** The number of plenigo's error for an access right that the company does not have. */
const UNKNOWN_RIGHT = 21404;

/**
 * The REST calls for one company, each within `timeout`. Each throws, before anything is sent, `PlenigoArgumentError`
 * (`invalid-argument`) for a wrong argument; then `PlenigoApiError` when plenigo answers with an error or nonsense, and
 * `PlenigoNetworkError` when there is no answer in time. A page whose time went elsewhere gets `PlenigoError` (`budget-spent`).
 */
export class PlenigoClient extends DeskCalls {
  /** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
  constructor(options: ClientOptions);
  /** For options that are checked already. @internal */
  constructor(connection: Connection<CallConfig>);
  constructor(source: ClientOptions | Connection<CallConfig>) {
    super(source instanceof Connection ? source : connect(resolveClientOptions(source)));
  }

  /**
   * Makes a customer, or finds the one with the same address and ids (`isNew` is false then). `email-exists`,
   * `external-id-conflict` or `customer-conflict` if one of them belongs to somebody else.
   */
  async createCustomer(input: NewCustomer): Promise<Customer & { isNew: boolean }> {
    const call = 'createCustomer';
    const fields = checkFields(input, { rules: newCustomerRules, subject: argument(call), required: ['email'] });
    const body = { language: this.config.language, ...fields };
    const about = fields.externalSystemId ?? fields.customerId ?? fields.email;
    const parse = (json: unknown, status: number) => {
      const customer = readCustomer(json);
      return customer && { customer, status };
    };
    // The second time the answer is a 208, or a conflict with oneself that a look-up resolves.
    const { customer, status } = await this.send({ call, about, path: '/customers', body, repeatable: true, parse });
    const hasSameId = (name: 'customerId' | 'externalSystemId') => [undefined, customer[name]].includes(fields[name]);
    const isOwn = hasSameId('customerId') && hasSameId('externalSystemId') && isSameEmail(customer.email, fields.email);
    // Unproven: whether plenigo answers with a customer of somebody else where only the address is known.
    if (!isOwn) throw new PlenigoApiError('customer-conflict', { call, status });
    return { ...customer, isNew: status === 201 };
  }

  /** Tells plenigo a customer's new e-mail address. `email-exists` if it belongs to somebody else. */
  async changeEmail(customerId: string, email: string): Promise<void> {
    const path = `/customers/${checkId(customerId)}/email`;
    const body = { email: checkArgument('email', email, rules.email) };
    const parse = (json: unknown) => {
      // Unproven: whether the answer is the customer or a list with them.
      const told = textField(listField(json)[0] ?? json, 'email');
      return told === undefined || isSameEmail(told, email) || undefined;
    };
    await this.send({ call: 'changeEmail', about: path, method: 'PUT', path, body, parse });
  }

  /**
   * Gives a customer who has no external id yet that of a user of the site, who must be the same person; two calls.
   * `external-id-conflict` if either belongs to somebody else.
   */
  async linkCustomer(customerId: string, externalSystemId: string): Promise<Customer> {
    const call = 'updateCustomer';
    const path = `/customers/${checkId(customerId)}`;
    const known = await this.send(createLookUp('getCustomer', path, readRaw, customerId));
    if (known === null) throw new PlenigoApiError('customer-not-found', { call, status: 404 });
    const body = { ...readKept(known), externalSystemId };
    const customer = textField(known, 'externalSystemId')
      ? readCustomer(known)
      : await this.send({ call, about: path, method: 'PUT', path, body, parse: readCustomer });
    // Unproven: whether a second external id is an error or ignored.
    const isLinked = customer?.customerId === customerId && customer.externalSystemId === externalSystemId;
    if (!isLinked) throw new PlenigoApiError('external-id-conflict', { call, status: 200 });
    return customer;
  }

  /** Whether the customer may read what needs this access right, or any of these. */
  async hasAccess(customerId: string, ids: string | readonly string[]): Promise<boolean> {
    return (await this.findPurchases(customerId, [ids].flat()))?.bought ?? false;
  }

  /** What `hasAccess` is made of; undefined if plenigo knows no such customer. @internal */
  async findPurchases(customerId: string, ids: readonly string[]): Promise<Purchases | undefined> {
    checkArgument('ids', ids, accessRightsRule);
    const path = `/accessRights/${checkId(customerId)}/hasAccess?accessRightUniqueIds=`;
    const ask = async (some: readonly string[]): Promise<(Purchases | null)[]> => {
      const parse = (json: unknown, status: number) => {
        if (status === 404) return readErrorNumber(json) === UNKNOWN_RIGHT ? UNKNOWN_RIGHT : readNoCustomer(json);
        const isAnswered = status === 200 && isAnswer(json) && ownField(json, 'customerId') === customerId;
        return isAnswered ? readPurchases(json, some) : undefined;
      };
      const request = { call: 'hasAccess', about: customerId, path: path + some.join(','), answers: [404], parse };
      const answer = await this.send(request);
      if (answer !== UNKNOWN_RIGHT) return [answer];
      // Unproven: whether an unknown right is a 404 as well. Nobody has it, but perhaps one of the others.
      if (some.length === 1) return [{ bought: false, products: [] }];
      return (await Promise.all(some.map((id) => ask([id])))).flat();
    };
    const parts = ids.flatMap((_id, at) => (at % MOST_RIGHTS === 0 ? [ids.slice(at, at + MOST_RIGHTS)] : []));
    const answers = (await Promise.all(parts.map(ask))).flat().filter((each) => each !== null);
    if (answers.length === 0) return undefined;
    return { bought: answers.some(({ bought }) => bought), products: answers.flatMap(({ products }) => products) };
  }

  /** Prepares a purchase; answers the id with which plenigo's browser SDK starts it. Make one for each click. */
  async preparePurchase(purchase: Purchase): Promise<string> {
    const subject = argument('purchase');
    const required = ['customerId', 'customerIpAddress'] as const;
    const body = checkFields(purchase, { rules: purchaseRules, subject, required });
    const sold = [body.items, body.voucherCode, body.basketId].filter(Boolean);
    if (sold.length !== 1) refuse(subject, 'purchase: expected either items, voucherCode or basketId');
    const request = { call: 'preparePurchase', about: body.customerId, path: '/checkout/preparePurchase', body };
    // A prepared purchase that nobody starts sells nothing, so another one may be made.
    return this.send({ ...request, repeatable: true, parse: read.field('purchaseId', read.text) });
  }

  /** Opens a session: as good as a password, so never put it into a page. `session-limit` if too many are open. */
  async createSession(customerId: string, options: SessionOptions = {}): Promise<string> {
    const call = 'createSession';
    const { endOthers, ...body } = { endOthers: false, ...options };
    const path = `/sessions/${checkId(customerId)}`;
    const parse = (json: unknown, status: number) => {
      const token = textField(json, status === 202 ? 'customerSession' : 'removalToken');
      return token !== undefined && (status === 202 || status === 200) ? { token, status } : undefined;
    };
    // Each session takes up one of the few that a customer may have, so no second one is asked for.
    const { token, status } = await this.send({ call, about: customerId, path, body, parse });
    if (status === 202) return token;
    if (!endOthers) throw new PlenigoApiError('session-limit', { call, status });
    const change = { call: 'changeSessions', path: `/processes/login/changeSessions/${encodeURIComponent(token)}` };
    const readSession = read.field('customerSession', read.text);
    return this.send({ ...change, about: customerId, method: 'PUT', repeatable: false, parse: readSession });
  }

  /**
   * Makes a token that opens the customer's pages in a browser once, within 30 seconds. `session-invalid` if the
   * session has ended. Only the circuit breaker needs `customerId`.
   */
  async createTransferToken(customerSession: string, customerId?: string): Promise<Credential> {
    const body = { customerSession: checkArgument('customerSession', customerSession, rules.text) };
    // A reader may open any number of sessions, and is one reader all the same.
    const about = customerId ?? customerSession;
    // Counted from before the request, so that no token is taken for good after it has ended.
    const expiresAt = new Date(Date.now() + 30_000);
    const request = { call: 'createTransferToken', about, path: '/sessions/transferToken', body };
    // A token that got lost expires unused, so another one may be made.
    const token = await this.send({ ...request, repeatable: true, parse: read.field('transferToken', read.text) });
    return { token, expiresAt };
  }
}

export function connect(config: ClientConfig, onChange?: OnChange): Connection<CallConfig> {
  const { language, timeout, apiToken } = config;
  const headers = () => ({ 'x-plenigo-token': apiToken });
  const send = createSend(config, { headers, findErrorCode, describeError });
  return new Connection({ timeout, config: { language }, send, onChange });
}
