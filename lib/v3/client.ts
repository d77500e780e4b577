/** The REST calls of API v3, for scripts, support tools and the middlewares. */

import { PlenigoApiError } from '../errors.js';
import type { Purchases } from '../platform.js';
import { Calls, type Connection, callsOf } from '../transport/calls.js';
import { createSend } from '../transport/send.js';
import { type AccessRights, accessRightsRequest, hasAccessRequest, MOST_RIGHTS_A_CALL } from './calls/access.js';
import {
  type Customer,
  type CustomerQuery,
  changeEmailRequest,
  createCustomerRequest,
  findCustomerRequest,
  isSameEmail,
  type NewCustomer,
  readCustomerRequest,
  updateCustomerRequest,
} from './calls/customers.js';
import { type Purchase, preparePurchaseRequest } from './calls/prepare-purchase.js';
import {
  createSessionRequest,
  createTransferTokenRequest,
  replaceSessionRequest,
  type SessionAnswer,
  type SessionDetails,
  type TransferToken,
} from './calls/sessions.js';
import { codeOf, detailOf } from './error-codes.js';
import { type ClientConfig, type ClientOptions, resolveClientOptions } from './options.js';
import type { CallName } from './wire.js';

interface CallConfig {
  readonly language: string;
}

/**
 * The REST calls for one company, each within `timeout`. Each throws, before anything is sent, `PlenigoArgumentError`
 * (`invalid-argument`) for a wrong argument; then `PlenigoApiError` when plenigo answers with an error or nonsense, and
 * `PlenigoNetworkError` when there is no answer in time. Of a page whose time went elsewhere, `PlenigoError` (`budget-spent`).
 */
export class PlenigoClient extends Calls<CallConfig> {
  /** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
  constructor(options: ClientOptions) {
    super(connect(resolveClientOptions(options)));
  }

  /**
   * Makes a customer, or finds the one with the same e-mail address and the same ids. `email-exists`,
   * `external-id-conflict` or `customer-conflict` if one of them belongs to somebody else.
   */
  async createCustomer(input: NewCustomer): Promise<Customer> {
    return (await this.register(input)).customer;
  }

  /**
   * The same, and whether plenigo did not have them before.
   * @internal
   */
  async register(input: NewCustomer): Promise<{ customer: Customer; isNew: boolean }> {
    const request = createCustomerRequest(input, this.config.language);
    const { customer, status } = await this.send(request);
    const { customerId = customer.customerId, externalSystemId = customer.externalSystemId, email } = input;
    const isAsked =
      customer.customerId === customerId &&
      customer.externalSystemId === externalSystemId &&
      isSameEmail(customer.email, email);
    // Unproven: whether plenigo answers with a customer of somebody else where only the address is known.
    if (!isAsked) throw new PlenigoApiError('customer-conflict', { call: request.call, status });
    return { customer, isNew: status === 201 };
  }

  /**
   * The customer with this id, the site's user id, or just this e-mail address. By `externalSystemId` the answer may
   * hold the two ids alone. Undefined if there is none.
   */
  async findCustomer(query: CustomerQuery): Promise<Customer | undefined> {
    return (await this.send(findCustomerRequest(query))) ?? undefined;
  }

  /** Tells plenigo a customer's new e-mail address. `email-exists` if it belongs to somebody else. */
  async changeEmail(customerId: string, email: string): Promise<void> {
    await this.send(changeEmailRequest(customerId, email));
  }

  /**
   * Gives a customer who has no external id yet that of a user of the site: only where the site knows that both are one
   * person. Two calls: what plenigo knows of the customer is read, and sent back along with it. `external-id-conflict` if
   * either belongs to somebody else.
   */
  async linkCustomer(customerId: string, externalSystemId: string): Promise<Customer> {
    const call: CallName = 'updateCustomer';
    const conflict = () => new PlenigoApiError('external-id-conflict', { call, status: 200 });
    const known = await this.send(readCustomerRequest(customerId));
    if (known === null) throw new PlenigoApiError('customer-not-found', { call, status: 404 });
    if (known.customer.externalSystemId === externalSystemId) return known.customer;
    if (known.customer.externalSystemId !== undefined) throw conflict();
    const linked = await this.send(updateCustomerRequest(customerId, { ...known.base, externalSystemId }));
    // Unproven: whether a second external id is an error or ignored.
    if (linked.customerId !== customerId || linked.externalSystemId !== externalSystemId) throw conflict();
    return linked;
  }

  /** Whether the customer may read what needs this access right, or any of these. */
  async hasAccess(customerId: string, ids: string | readonly string[]): Promise<boolean> {
    return (await this.purchases(customerId, [ids].flat()))?.bought ?? false;
  }

  /**
   * The answer that it is made of; undefined if plenigo knows no such customer.
   * @internal
   */
  async purchases(customerId: string, ids: readonly string[]): Promise<Purchases | undefined> {
    const requests = [hasAccessRequest(customerId, ids.slice(0, MOST_RIGHTS_A_CALL))];
    for (let at = MOST_RIGHTS_A_CALL; at < ids.length; at += MOST_RIGHTS_A_CALL) {
      requests.push(hasAccessRequest(customerId, ids.slice(at, at + MOST_RIGHTS_A_CALL)));
    }
    const answers = (await Promise.all(requests.map((request) => this.send(request)))).filter((each) => each !== null);
    if (answers.length === 0) return undefined;
    return { bought: answers.some(({ bought }) => bought), products: answers.flatMap(({ products }) => products) };
  }

  /** All access rights that the customer was given. */
  async accessRights(customerId: string): Promise<AccessRights> {
    return (await this.send(accessRightsRequest(customerId))) ?? { customerBlocked: false, items: [] };
  }

  /** Prepares a purchase; answers the id with which plenigo's browser SDK starts it. Make one for each click. */
  async preparePurchase(purchase: Purchase): Promise<string> {
    return this.send(preparePurchaseRequest(purchase));
  }

  /**
   * Logs a customer in at plenigo. Where too many sessions are open already the answer lists them, with a token for
   * `replaceSession`. A session is as good as the customer's password: never put it into a page.
   */
  async createSession(customerId: string, details: SessionDetails = {}): Promise<SessionAnswer> {
    return this.send(createSessionRequest(customerId, details));
  }

  /** Ends one of the customer's open sessions, or all of them, and answers the new one: only if the reader wants it. */
  async replaceSession(removalToken: string, sessionId?: string): Promise<string> {
    return this.send(replaceSessionRequest(removalToken, sessionId));
  }

  /** Makes a token that opens the customer's pages in a browser: good once, for 30 seconds. `session-invalid` if the session has ended. */
  async createTransferToken(customerSession: string): Promise<TransferToken> {
    return this.send(createTransferTokenRequest(customerSession));
  }
}

/** A client for options that are checked already. */
export const createClient = (config: ClientConfig): PlenigoClient => callsOf(PlenigoClient, connect(config));

function connect(config: ClientConfig): Connection<CallConfig> {
  const headers = { 'x-plenigo-token': config.apiToken };
  const { language, timeout } = config;
  return { timeout, config: { language }, send: createSend(config, { headers: () => headers, codeOf, detailOf }) };
}
