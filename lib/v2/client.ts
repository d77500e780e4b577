/** The REST calls of API v2, for scripts, support tools, a publisher's desk and the middlewares, and the token that each is signed with. */

import { randomUUID } from 'node:crypto';
import { argument, checkArgument, checkFields, type Fields, type Rule, refuse } from '../base/check.js';
import { MOST_PRODUCTS, rules } from '../base/rules.js';
import type { Purchases } from '../platform/sale.js';
import { done, isAnswer, ownField, type Reader, read } from '../transport/answer.js';
import { type ApiRequest, Calls, Connection, type OnChange } from '../transport/calls.js';
import { createSend } from '../transport/send.js';
import type { CustomerAddress, CustomerRef, LoginToken, RegisterUserInput } from './customers.js';
import { addressNeeds, addressRules, checkCustomer, newCustomerRules } from './customers.js';
import { findErrorCode } from './error-codes.js';
import { type ClientConfig, type ClientOptions, resolveClientOptions } from './options.js';
import type { BoughtProduct, ManagedProduct, OrderRecord, ProductsBought, SubscriptionRecord } from './purchases.js';
import { readManagedProduct, readOrder, readProductsBought, readPurchases, readSubscription } from './purchases.js';

type CallConfig = Pick<ClientConfig, 'language' | 'testMode'>;

const LOGIN_TOKEN_LIFETIME_MS = 5 * 60 * 1000;
/** plenigo's own spelling of the fields, one for each access id. */
const ACCESS_FIELDS = ['yourFirstIdentifier', 'yourSecondIdentifier', 'yourThirdIdentifier', 'yourForthIdentifier'];

/** A customer is named by this in most addresses; `#send` fills it in. */
const WHOSE = 'useExternalCustomerId=:isOurs';

const periodRules = {
  /** The first day, in UTC. Default: today. */
  since: rules.date,
  /** The last day. Default: none, it is for good. */
  until: rules.date,
};
/** For how long somebody gets something. */
export interface AccessPeriod extends Fields<typeof periodRules> {}

/**
 * The REST calls for one company, each within `timeout`. Each throws, before anything is sent, `PlenigoArgumentError`
 * (`invalid-argument`) for a wrong argument; then `PlenigoApiError` when plenigo answers with an error or nonsense, and
 * `PlenigoNetworkError` when there is no answer in time. A page whose time went elsewhere gets `PlenigoError` (`budget-spent`).
 */
export class PlenigoClient extends Calls<CallConfig> {
  /** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
  constructor(options: ClientOptions);
  /** For options that are checked already. @internal */
  constructor(connection: Connection<CallConfig>);
  constructor(source: ClientOptions | Connection<CallConfig>) {
    super(source instanceof Connection ? source : connect(resolveClientOptions(source)));
  }

  /** Registers a user of the site; answers plenigo's customer id. */
  async registerUser(user: RegisterUserInput): Promise<string> {
    const call = 'registerUser';
    const fields = checkFields(user, { rules: newCustomerRules, subject: argument(call), required: ['email'] });
    const { lastName: name, language = this.config.language, ...known } = fields;
    const body = { language, withPasswordReset: false, failByExistingEmail: true, ...known, name };
    const about = body.externalUserId ?? body.email;
    // Sent twice, a first registration would look like a foreign customer, and a password would be mailed again.
    const repeatable = !body.failByExistingEmail && !body.withPasswordReset;
    const parse = read.field('customerId', read.text);
    return this.send({ call, about, path: '/externalUser/register', body, repeatable, parse });
  }

  /** Creates a login token, good once and for five minutes. */
  async createLoginToken(customer: CustomerRef): Promise<LoginToken> {
    const path = `/externalUser/:id/createLoginToken?${WHOSE}`;
    // Counted from before the request, so that no token is taken for good after it has ended.
    const expiresAt = new Date(Date.now() + LOGIN_TOKEN_LIFETIME_MS);
    // A token that got lost expires unused, so another one may be made.
    const parse = read.field('loginToken', read.text);
    const request = { call: 'createLoginToken', method: 'POST', path, repeatable: true, parse } as const;
    return { token: await this.#send(customer, request), expiresAt };
  }

  /** Tells plenigo a customer's new e-mail address. `email-exists` if it belongs to somebody else. */
  async changeEmail(customer: CustomerRef, email: string): Promise<void> {
    const path = `/externalUser/:id/changeEmail?${WHOSE}`;
    const body = { email: checkArgument('email', email, rules.email) };
    await this.#send(customer, { call: 'changeEmail', method: 'PUT', path, body, parse: done });
  }

  /** Tells plenigo a customer's name and address. Pass the whole address each time, not only what has changed. */
  async changeAddress(customer: CustomerRef, address: CustomerAddress): Promise<void> {
    const subject = argument('address');
    const fields = checkFields(address, { rules: addressRules, subject, required: addressNeeds });
    if (fields.country === undefined && Object.keys(fields).length > addressNeeds.length) {
      refuse(subject, `address.country is missing, expected ${addressRules.country.expected}`);
    }
    const { lastName: name, ...rest } = fields;
    const path = `/user/:id/address?${WHOSE}`;
    await this.#send(customer, { call: 'changeAddress', method: 'PUT', path, body: { ...rest, name }, parse: done });
  }

  /** Gives a customer one to four more access ids. */
  async importCustomerAccess(customer: CustomerRef, ids: readonly string[]): Promise<void> {
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > ACCESS_FIELDS.length || !ids.every(rules.userId.test)) {
      refuse(argument('ids'), 'ids: expected a list of one to four strings that are not empty');
    }
    const access = Object.fromEntries(ids.map((accessId, index) => [ACCESS_FIELDS[index], accessId]));
    const { id: about, ...whose } = checkCustomer(customer);
    const body = { customerId: about, ...whose, ...access };
    await this.send({ call: 'importCustomerAccess', about, path: '/import/customerAccess', body, parse: done });
  }

  /** Links a customer who has no external user id yet, named by plenigo's own id, to a user of the site. */
  async addExternalCustomerId(customerId: string, externalUserId: string): Promise<void> {
    const call = 'addExternalCustomerId';
    const path = '/externalUser/:id/addExternalUserId';
    const body = { externalUserId: checkArgument('externalUserId', externalUserId, rules.userId) };
    // The second time the customer has an id, and plenigo refuses.
    await this.#send({ customerId }, { call, method: 'PUT', path, body, repeatable: false, parse: done });
  }

  /** Whether the customer has bought the product, or any of up to 50; in test mode, test purchases count. */
  async hasUserBought(customer: CustomerRef, productIds: string | readonly string[]): Promise<boolean> {
    return (await this.findPurchases(customer, productIds)).bought;
  }

  /** Which of up to 50 products the customer has bought. Empty where plenigo says only that it is one of them. */
  async boughtAmong(customer: CustomerRef, productIds: string | readonly string[]): Promise<BoughtProduct[]> {
    return [...(await this.findPurchases(customer, productIds)).products];
  }

  /** What `hasUserBought` and `boughtAmong` are made of. @internal */
  async findPurchases(customer: CustomerRef, productIds: string | readonly string[]): Promise<Purchases> {
    const asked = checkProducts(productIds, MOST_PRODUCTS);
    const list = encodeURIComponent([...asked].join(','));
    const path = `/user/product?customerId=:id&productId=${list}&testMode=${this.config.testMode}&${WHOSE}`;
    // plenigo documents 200 and 403 only; a customer whom it does not know has bought nothing either.
    const answers = [403, 404];
    const parse = (json: unknown, status: number) => {
      if (answers.includes(status)) return { bought: false, products: [] };
      return status === 200 ? readPurchases(json, asked) : undefined;
    };
    return await this.#send(customer, { call: 'hasUserBought', path, answers, parse });
  }

  /** Everything that the customer has bought; in test mode, test purchases count. */
  async productsBought(customer: CustomerRef): Promise<ProductsBought> {
    const path = `/user/:id/products?testMode=${this.config.testMode}&${WHOSE}`;
    // For a customer whom it does not know plenigo documents an empty object; a 404 says the same.
    const parse = (json: unknown, status: number) => readProductsBought(status === 404 ? {} : json);
    return this.#send(customer, { call: 'productsBought', path, answers: [404], parse });
  }

  /** Whether the publisher's paywall is on; while it is off, everybody may read everything, logged in or not. */
  async isPaywallEnabled(): Promise<boolean> {
    // Nothing but a plain "false" opens every page to everybody.
    const parse = (json: unknown, status: number) =>
      status === 200 && isAnswer(json) ? read.flag(ownField(json, 'enabled')) : undefined;
    return this.send({ call: 'isPaywallEnabled', path: '/paywall/state', parse });
  }

  // What follows gives, takes or lists for a publisher's desk. Its reference is gone: the source of each is what plenigo's own SDKs send.

  /** Gives a customer products. */
  async grantAccess(customer: CustomerRef, productIds: string | readonly string[], period: AccessPeriod = {}) {
    const { since, until } = checkFields(period, { rules: periodRules, subject: argument('period') });
    const format = (date: Date | undefined) => date?.toISOString().slice(0, 10);
    const { useExternalCustomerId } = checkCustomer(customer);
    const what = { testMode: String(this.config.testMode), productIds: [...checkProducts(productIds)] };
    const body = { useExternalCustomerId, ...what, startTime: format(since), endTime: format(until) };
    return this.#change(customer, { call: 'grantAccess', path: '/access/:id/add', body });
  }

  /** Takes products away again. */
  async removeAccess(customer: CustomerRef, productIds: string | readonly string[]): Promise<unknown> {
    const list = encodeURIComponent([...checkProducts(productIds)].join(','));
    const path = `/access/:id/remove?${WHOSE}&testMode=${this.config.testMode}&productIds=${list}`;
    return this.#change(customer, { call: 'removeAccess', method: 'DELETE', path });
  }

  /** Orders a product that costs nothing; `ipAddress` is the reader's own. `not-free`. */
  async orderFreeProduct(customer: CustomerRef, productId: string, ipAddress: string): Promise<unknown> {
    const what = `product/${encode('productId', productId, rules.productId)}`;
    return this.#order(customer, 'orderFreeProduct', what, ipAddress);
  }

  /** Uses up a voucher for what is free with it. `not-free`; `voucher-unknown` for a code that plenigo does not take, used ones included. */
  async redeemVoucher(customer: CustomerRef, code: string, ipAddress: string): Promise<unknown> {
    return this.#order(customer, 'redeemVoucher', `voucher/${encode('code', code, rules.voucherCode)}`, ipAddress);
  }

  #order(customer: CustomerRef, call: string, what: string, ipAddress: string): Promise<unknown> {
    const reader = encode('ipAddress', ipAddress, rules.ipAddress);
    const path = `/checkout/free/${what}/:id?ipAddress=${reader}&${WHOSE}&testMode=${this.config.testMode}`;
    return this.#change(customer, { call, method: 'POST', path });
  }

  /** What plenigo sells under this id, and for how much. Undefined if it knows no such product. */
  async product(productId: string): Promise<ManagedProduct | undefined> {
    const path = `/product/${encode('productId', productId, rules.productId)}`;
    const parse = (json: unknown, status: number) => (status === 404 ? null : readManagedProduct(json));
    return (await this.send({ call: 'product', path, answers: [404], parse })) ?? undefined;
  }

  /** The subscriptions of a customer, for `for await`. */
  subscriptions(customer: CustomerRef): AsyncGenerator<SubscriptionRecord, void> {
    return this.#list(customer, 'subscriptions', readSubscription);
  }

  /** The orders of a customer. */
  orders(customer: CustomerRef): AsyncGenerator<OrderRecord, void> {
    return this.#list(customer, 'orders', readOrder);
  }

  async *#list<Item>(customer: CustomerRef, call: string, reader: Reader<Item>) {
    const path = `/user/:id/${call}?${WHOSE}&testMode=${this.config.testMode}`;
    yield* await this.#send(customer, { call, path, parse: read.all(reader, 'elements') });
  }

  /** Nothing that gives or takes is sent again by itself; nobody knows what plenigo answers to it, so that comes as it is. */
  async #change(customer: CustomerRef, sent: Pick<ApiRequest<unknown>, 'call' | 'method' | 'path' | 'body'>) {
    const parse = (json: unknown) => (ownField(json, 'error') === undefined ? { json } : undefined);
    // A customer who is none is refused before anybody is told.
    const sending = this.#send(customer, { ...sent, repeatable: false, parse });
    return (await sending.finally(() => this.tell(customer))).json;
  }

  /** Sends a call about a customer, whose id stands for `:id` in its path; `:isOurs` says whether it is the site's. */
  #send<Result>(customer: CustomerRef, request: ApiRequest<Result>): Promise<Result> {
    const { id, useExternalCustomerId } = checkCustomer(customer);
    const path = request.path.replace(':id', encodeURIComponent(id)).replace(':isOurs', String(useExternalCustomerId));
    return this.send({ about: id, ...request, path });
  }
}

function checkProducts(productIds: string | readonly string[], most?: number): ReadonlySet<string> {
  const ids = new Set([productIds].flat());
  const wanted = most === undefined ? 'at least one product id' : `1 to ${most} product ids`;
  if (ids.size < 1 || ids.size > (most ?? ids.size)) refuse(argument('productIds'), `productIds: expected ${wanted}`);
  for (const id of ids) checkArgument('productId', id, rules.productId);
  return ids;
}

const encode = (name: string, id: string, rule: Rule) => encodeURIComponent(checkArgument(name, id, rule));

export function connect(config: ClientConfig, onChange?: OnChange): Connection<CallConfig> {
  const { language, testMode, timeout, apiUrl, companyId, signer } = config;
  const headers = () => {
    // It is good once, because plenigo refuses a `jti` that it has seen, and for five minutes.
    const once = { jti: randomUUID(), exp: Math.floor(Date.now() / 1000) + 300 };
    // A page of the renamed documentation says `Frisbii Media`; every sample and SDK says `plenigo`.
    return { plenigoToken: signer.sign({ companyId, aud: 'plenigo', ...once }) };
  };
  const send = createSend({ ...config, apiUrl: `${apiUrl}/api/v2` }, { headers, findErrorCode });
  return new Connection({ timeout, config: { language, testMode }, send, onChange });
}
