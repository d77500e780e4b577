/** The calls of API v2 that a publisher's desk makes. Their reference is gone: the source of each is what plenigo's own SDKs send. */

import { argument, checkFields, checkValue, type Fields } from '../base/check.js';
import { oneOrMore, rules } from '../base/rules.js';
import { ownField } from '../transport/answer.js';
import { Calls } from '../transport/calls.js';
import type { ReadBy } from '../transport/fields.js';
import { createReader, named, readAmount, readEach, readFlag, readPage, readText } from '../transport/fields.js';
import type { ApiRequest } from '../transport/request.js';
import { type CustomerRef, checkCustomer } from './customers.js';
import type { ClientConfig } from './options.js';

export type CallConfig = Pick<ClientConfig, 'language' | 'testMode'>;

const periodRules = {
  /** The first day, in UTC. Default: today. */
  since: rules.date,
  /** The last day. Default: none, it is for good. */
  until: rules.date,
};
/** For how long somebody gets something. */
export interface AccessPeriod extends Fields<typeof periodRules> {}

/** Ids may come as numbers. */
const readId = (value: unknown) => readText(typeof value === 'number' ? String(value) : value);

// biome-ignore format: names read well in rows.
const readProduct = createReader({
  ...named(readText, 'id', 'title', 'description', 'url', 'currency', 'type', 'term', 'cancellationPeriod', 'categoryId'),
  actionPeriodName: readText,
  ...named(readAmount, 'price', 'shippingCost', 'validityTimeInDays'),
  ...named(readFlag, 'subscription', 'autoRenewal', 'choosePrice'),
}, 'id');
/** A product that is managed at plenigo, in plenigo's own names. `price` is in units of `currency`. */
export interface ManagedProduct extends ReadBy<typeof readProduct> {}

// biome-ignore format: names read well in rows.
const readSubscription = createReader({
  ...named(readId, 'id', 'customerId', 'orderId'),
  ...named(readText, 'productId', 'title', 'currency', 'paymentMethod', 'startDate', 'cancellationDate', 'endDate', 'term'),
  price: readAmount,
  active: readFlag,
}, 'id');
/** In plenigo's own names; how it writes these dates is not known. */
export interface SubscriptionRecord extends ReadBy<typeof readSubscription> {}

const itemFields = {
  ...named(readText, 'productId', 'title', 'taxCountry', 'status'),
  ...named(readAmount, 'price', 'taxes', 'quantity'),
};
const orderFields = {
  ...named(readId, 'orderId', 'customerId', 'externalCustomerId'),
  ...named(readText, 'orderDate', 'currency', 'voucherCode', 'affiliateId'),
  ...named(readAmount, 'cumulatedPrice', 'discount'),
  orderItems: readEach(createReader(itemFields)),
};
const readOrder = createReader(orderFields, 'orderId');
/** The same of an order. */
export interface OrderRecord extends ReadBy<typeof readOrder> {}

/** Nothing that gives or takes is sent again by itself; nobody knows what plenigo answers to it, so that comes as it is. */
export class DeskCalls extends Calls<CallConfig> {
  /** Gives a customer products. */
  async grantAccess(customer: CustomerRef, productIds: string | readonly string[], period: AccessPeriod = {}) {
    const { segment, useExternalCustomerId } = checkCustomer(customer);
    const { since, until } = checkFields(period, { rules: periodRules, subject: argument('period') });
    const format = (date: Date | undefined) => date?.toISOString().slice(0, 10);
    const testMode = String(this.config.testMode);
    const days = { startTime: format(since), endTime: format(until) };
    const body = { useExternalCustomerId, testMode, productIds: checkProducts(productIds), ...days };
    return this.#change(customer, { call: 'grantAccess', method: 'POST', path: `access/${segment}/add`, body });
  }

  /** Takes products away again. */
  async removeAccess(customer: CustomerRef, productIds: string | readonly string[]): Promise<unknown> {
    const list = encodeURIComponent(checkProducts(productIds).join(','));
    const path = `access/${checkCustomer(customer).segment}/remove?${this.#flags(customer)}&productIds=${list}`;
    return this.#change(customer, { call: 'removeAccess', method: 'DELETE', path });
  }

  /** Orders a product that costs nothing; `ipAddress` is the reader's own. `not-free`. */
  async orderFreeProduct(customer: CustomerRef, productId: string, ipAddress: string): Promise<unknown> {
    return this.#order('orderFreeProduct', customer, { what: `product/${checkProduct(productId)}`, ipAddress });
  }

  /** Uses up a voucher for what is free with it. `not-free`; `voucher-unknown` for a code that plenigo does not take, used ones included. */
  async redeemVoucher(customer: CustomerRef, code: string, ipAddress: string): Promise<unknown> {
    return this.#order('redeemVoucher', customer, { what: `voucher/${checkProduct(code)}`, ipAddress });
  }

  #order(call: string, customer: CustomerRef, { what, ipAddress }: { what: string; ipAddress: string }) {
    checkValue(ipAddress, { rule: rules.ipAddress, subject: argument('ipAddress') });
    const query = `ipAddress=${encodeURIComponent(ipAddress)}&${this.#flags(customer)}`;
    const path = `checkout/free/${what}/${checkCustomer(customer).segment}?${query}`;
    return this.#change(customer, { call, method: 'POST', path });
  }

  /** What plenigo sells under this id, and for how much. Undefined if it knows no such product. */
  async product(productId: string): Promise<ManagedProduct | undefined> {
    const path = `/api/v2/product/${checkProduct(productId)}`;
    const parse = (json: unknown, status: number) => (status === 404 ? null : readProduct(json));
    const request = { call: 'product', path, repeatable: true, answers: [404] };
    return (await this.send<ManagedProduct | null>({ ...request, method: 'GET', parse })) ?? undefined;
  }

  /** The subscriptions of a customer, for `for await`. */
  subscriptions(customer: CustomerRef): AsyncGenerator<SubscriptionRecord, void> {
    return this.#list('subscriptions', customer, readSubscription);
  }

  /** The orders of a customer. */
  orders(customer: CustomerRef): AsyncGenerator<OrderRecord, void> {
    return this.#list('orders', customer, readOrder);
  }

  async *#list<Item>(call: string, customer: CustomerRef, read: (json: unknown) => Item | undefined) {
    const { segment, about } = checkCustomer(customer);
    const path = `/api/v2/user/${segment}/${call}?${this.#flags(customer)}`;
    const parse = (json: unknown) => readPage(json, read, 'elements');
    yield* await this.send({ call, about, method: 'GET', path, repeatable: true, parse });
  }

  #flags(customer: CustomerRef): string {
    return `${checkCustomer(customer).flag}&testMode=${this.config.testMode}`;
  }

  async #change(
    customer: CustomerRef,
    { path, ...sent }: Pick<ApiRequest<unknown>, 'call' | 'method' | 'path' | 'body'>,
  ) {
    const parse = (json: unknown) => (ownField(json, 'error') === undefined ? { json } : undefined);
    const request = { path: `/api/v2/${path}`, repeatable: false, parse, ...sent };
    return (await this.change(checkCustomer(customer).about, request, customer)).json;
  }
}

const productsRule = oneOrMore(`${rules.productId.expected}; or a list of them`, rules.productId);

function checkProducts(productIds: string | readonly string[]): string[] {
  checkValue(productIds, { rule: productsRule, subject: argument('productIds') });
  return [productIds].flat();
}

/** One of them, or a voucher code, whose form is not known, as a part of an address. */
const checkProduct = (productId: string): string => encodeURIComponent(String(checkProducts(productId)));
