/** The calls of API v3 that a publisher's desk makes: what customers may read, what they have bought, and what is sold. */

import { argument, checkFields, checkValue, type Fields, type Rule } from '../base/check.js';
import { PlenigoApiError } from '../base/errors.js';
import { countUpTo, createRule, idUpTo, matching, rules } from '../base/rules.js';
import { isAnswer, listField, ownField, textField } from '../transport/answer.js';
import { Calls } from '../transport/calls.js';
import { createReader, named, type ReadBy, readFlag, readNumber, readPage, readText } from '../transport/fields.js';
import { type Customer, checkCustomerId, createLookUp, readCustomer, readKeptFields } from './customers.js';
import { type ChangedQuery, type List, type ListQuery, readList } from './lists.js';
import { computePrice, type Offer, type OfferPrice, readOffer, readPriceIssue } from './offers.js';
import type { ClientConfig } from './options.js';
import { type PurchaseItem, purchaseRules } from './product.js';
import type { AccessRights, CustomerRights } from './purchases.js';
import { accessRightRule, readAccessRights, readCustomerRights } from './purchases.js';
import type { Invoice, Order, Subscription } from './records.js';
import { readInvoice, readOrder, readSubscription } from './records.js';

export type CallConfig = Pick<ClientConfig, 'language'>;

/** In bytes: a page of offers with all their texts, or the file of an invoice. */
const LARGEST = 16 * 1024 * 1024;

const dateOrNull = createRule<Date | null>('a Date, or null', (value) => value === null || rules.date.test(value));
const numberRule = countUpTo(Number.MAX_SAFE_INTEGER);
const whenRule = matching('regular, now, or one of cancelDates', /^(regular|now|\d{4}-\d\d-\d\d[\dT:.Z+-]*)$/);

const termsRules = {
  /** From when on it opens pages. Default: now. */
  lifeTimeStart: dateOrNull,
  /** Until when. Default: for good; so does `null`, as far as anybody knows. */
  lifeTimeEnd: dateOrNull,
  /** Takes the access away, and leaves the right. Default false. */
  blocked: rules.boolean,
};
/** How an access right is given. */
export interface AccessTerms extends Fields<typeof termsRules> {}
/** All terms that plenigo has. */
const termNames = Object.keys(termsRules).concat(
  'accessTimeStart accessTimeEnd pausedTimeStart pausedTimeEnd maxCacheDate data activePartners'.split(' '),
);

const { customerId, customerIpAddress } = purchaseRules;
const buyerRules = { customerId, customerIpAddress };
/** Who gets something for nothing, and the reader's own address. */
export interface FreeBuyer extends Fields<typeof buyerRules, keyof typeof buyerRules> {}

const readVoucher = createReader(named(readText, 'status', 'plenigoOfferId', 'customData'), 'status');
/** What a voucher code stands for. Only one with the `status` `ACTIVE` buys anything. */
export interface Voucher extends ReadBy<typeof readVoucher> {}

const endRules = { sendMail: rules.boolean };
/** Whether plenigo writes to the customer. Default: plenigo's own. */
export interface EndOptions extends Fields<typeof endRules> {}

/** The calls throw what those of `PlenigoClient` do. None that sells or cancels is sent again by itself. */
export class DeskCalls extends Calls<CallConfig> {
  /** All customers. Like each list it asks for page after page while a `for await` goes on, which may stop at any time. */
  customers(query?: ChangedQuery): AsyncGenerator<Customer, void> {
    const read = (json: unknown) => readCustomer(json);
    return this.#list({ call: 'searchCustomers', path: '/customers', id: 'customerId', read }, query);
  }

  /** Subscriptions, those that have ended as well. `customer-not-found` if it is about one whom plenigo does not know. */
  subscriptions(query?: ListQuery): AsyncGenerator<Subscription, void> {
    const names = { call: 'subscriptions', path: '/subscriptions', id: 'subscriptionId' } as const;
    return this.#list({ ...names, read: readSubscription }, query);
  }

  orders(query?: ListQuery): AsyncGenerator<Order, void> {
    return this.#list({ call: 'orders', path: '/orders', id: 'orderId', read: readOrder }, query);
  }

  invoices(query?: ListQuery): AsyncGenerator<Invoice, void> {
    return this.#list({ call: 'invoices', path: '/invoices', id: 'invoiceId', read: readInvoice }, query);
  }

  /** What is sold, archived offers left out. The token needs the area `PRODUCTS`. */
  offers(query?: ChangedQuery): AsyncGenerator<Offer, void> {
    return this.#list({ call: 'offers', path: '/products/offers', id: 'plenigoOfferId', read: readOffer }, query);
  }

  /** All access rights that the customer was given; none for a customer whom plenigo does not know. */
  accessRights(customerId: string): Promise<AccessRights>;
  /** The rights of all customers for whom something has changed: by hand as well, which no callback tells. */
  accessRights(query?: ChangedQuery): AsyncGenerator<CustomerRights, void>;
  accessRights(about?: string | ChangedQuery) {
    if (typeof about === 'string') return this.#findRights(about);
    const names = { call: 'accessRights', path: '/accessRights', id: 'customerId' } as const;
    return this.#list({ ...names, read: readCustomerRights }, about);
  }

  async #findRights(customerId: string): Promise<AccessRights> {
    const read = (json: unknown) => (ownField(json, 'customerId') === customerId ? readAccessRights(json) : undefined);
    const path = `/accessRights/${checkCustomerId(customerId)}`;
    return (await this.send(createLookUp('accessRights', path, read))) ?? { customerBlocked: false, items: [] };
  }

  /**
   * Gives a customer an access right. If they have it, it is left as it is (`isNew` is false): nobody knows whether plenigo
   * takes the new terms, so tell them to `changeAccess`.
   */
  async grantAccess(customerId: string, right: string, terms: AccessTerms = {}) {
    const path = `/accessRights/${checkCustomerId(customerId)}`;
    const body = { ...checkTerms(terms), accessRightUniqueId: check(right, accessRightRule, 'right') };
    const parse = (json: unknown, status: number) => {
      const rights = readCustomerRights(json);
      return rights && { ...rights, isNew: status === 201 };
    };
    return this.change(customerId, { call: 'grantAccess', method: 'POST', path, body, repeatable: true, parse });
  }

  /** Changes a right that a customer has. Two calls, so that plenigo keeps what is not named. */
  async changeAccess(customerId: string, right: string, terms: AccessTerms): Promise<CustomerRights> {
    const call = 'changeAccess';
    const rights = `/accessRights/${checkCustomerId(customerId)}`;
    const path = `${rights}/${check(right, accessRightRule, 'right')}`;
    const changed = checkTerms(terms);
    const known = await this.send(createLookUp('accessRights', rights, (json) => (isAnswer(json) ? json : undefined)));
    if (known === null) throw new PlenigoApiError('customer-not-found', { call, status: 404 });
    const held = listField(known).filter((item) => ownField(item, 'accessRightUniqueId') === right);
    const byHand = held.find((item) => ownField(item, 'itemType') === 'EXTERNAL') ?? held[0];
    // Unproven: whether a PUT leaves alone what it does not name.
    const body = { ...readKeptFields(byHand, termNames), ...changed };
    return this.change(customerId, { call, method: 'PUT', path, body, repeatable: true, parse: readCustomerRights });
  }

  /** Takes a right away; false if that is not done, or not yet. Whether it takes away what was bought, too, is not known. */
  async removeAccess(customerId: string, right: string): Promise<boolean> {
    const path = `/accessRights/${checkCustomerId(customerId)}/${check(right, accessRightRule, 'right')}`;
    const parse = (json: unknown) => readFlag(ownField(json, 'success'));
    return this.change(customerId, { call: 'removeAccess', method: 'DELETE', path, repeatable: false, parse });
  }

  /** What a voucher code stands for. `voucher-unknown` or `voucher-used`. */
  async validateVoucher(code: string): Promise<Voucher> {
    const path = `/vouchers/${encodeURIComponent(check(code, rules.voucherCode, 'code'))}/validate`;
    return this.#ask('validateVoucher', path, readVoucher);
  }

  /** Uses up a voucher for what is free with it; answers the order's id. `voucher-unknown`, `voucher-used` or `not-free`. */
  async buyWithVoucher(code: string, buyer: FreeBuyer): Promise<number> {
    return this.#order('buyWithVoucher', buyer, { voucherCode: check(code, rules.voucherCode, 'code') });
  }

  /** Orders one thing that costs nothing, in none of its steps; answers the order's id. `not-free`. */
  async orderFreeProduct(offer: PurchaseItem, buyer: FreeBuyer): Promise<number> {
    return this.#order('orderFreeProduct', buyer, { offer: check(offer, rules.object, 'offer') });
  }

  async #order(call: string, buyer: FreeBuyer, what: object): Promise<number> {
    const required = ['customerId', 'customerIpAddress'] as const;
    const fields = checkFields(buyer, { rules: buyerRules, subject: argument('buyer'), required });
    const body = { ...fields, ...what };
    const parse = (json: unknown) => readNumber(ownField(json, 'orderId'));
    const path = `/checkout/${call}`;
    return this.change(fields.customerId, { call, method: 'POST', path, body, repeatable: false, parse });
  }

  /** The days on which a subscription may end, as plenigo writes them. */
  async cancelDates(subscriptionId: number): Promise<string[]> {
    const path = `/subscriptions/${check(subscriptionId, numberRule, 'subscriptionId')}/cancel/dates`;
    return this.#ask('cancelDates', path, (json) => readPage(json, readText));
  }

  /**
   * Ends a subscription regularly, at once, or on one of `cancelDates`. A day is sent as it is given, because plenigo's
   * documents contradict each other about its form. With `sendMail` plenigo writes to the customer.
   */
  async cancelSubscription(subscriptionId: number, when: 'regular' | 'now' | (string & {}), options: EndOptions = {}) {
    const isDay = check(when, whenRule, 'when') !== 'regular' && when !== 'now';
    const body = isDay && { body: { cancellationDate: when } };
    return this.#end('cancelSubscription', subscriptionId, { how: isDay ? 'at' : when, options, ...body });
  }

  /** Lets a cancelled subscription go on that still runs. */
  async undoCancellation(subscriptionId: number, options: EndOptions = {}): Promise<Subscription> {
    return this.#end('undoCancellation', subscriptionId, { how: 'undo', options });
  }

  async #end(call: string, subscriptionId: number, sent: { how: string; options: EndOptions; body?: object }) {
    const { how, options, ...body } = sent;
    const { sendMail } = checkFields(options, { rules: endRules, subject: argument('options') });
    const query = sendMail === undefined ? '' : `?sendMail=${sendMail}`;
    const path = `/subscriptions/${check(subscriptionId, numberRule, 'subscriptionId')}/cancel/${how}${query}`;
    const parse = readSubscription;
    const subscription = await this.send({ call, method: 'PUT', path, ...body, repeatable: false, parse });
    // Whose it is, only the answer says.
    await Promise.all([subscription.invoiceCustomerId, subscription.deliveryCustomerId].map((id) => this.tell(id)));
    return subscription;
  }

  /** The file of an invoice. */
  async invoicePdf(invoiceId: number): Promise<Buffer> {
    const path = `/invoices/${check(invoiceId, numberRule, 'invoiceId')}/file`;
    return Buffer.from(await this.#ask('invoicePdf', path, (json) => textField(json, 'pdf')), 'base64');
  }

  /**
   * What an offer costs in a country (two capital letters), or where none has a price of its own; a call for each price in
   * it. Undefined where plenigo has no price for it, and where the customer chooses among products.
   */
  async offerPrice(plenigoOfferId: string, place: { country?: string } = {}): Promise<OfferPrice | undefined> {
    const id = encodeURIComponent(check(plenigoOfferId, idUpTo(20), 'plenigoOfferId'));
    const path = `/products/offers?plenigoOfferId=${id}`;
    const offers = await this.#ask('offers', path, (json) => readPage(json, readOffer));
    const offer = offers.find((each) => each.plenigoOfferId === plenigoOfferId);
    const ask = (issue: number) => this.#ask('priceIssue', `/products/priceIssues/${issue}`, readPriceIssue);
    return offer && computePrice(offer, { ...place, language: this.config.language }, ask);
  }

  #ask<Result>(call: string, path: string, parse: (json: unknown) => Result | undefined): Promise<Result> {
    return this.send({ call, method: 'GET', path, repeatable: true, limit: LARGEST, parse });
  }

  #list<Item>(list: List<Item>, query: ListQuery = {}): AsyncGenerator<Item, void> {
    return readList(list, query, (call, path, parse) => this.#ask(call, path, parse));
  }
}

const checkTerms = (terms: AccessTerms) => checkFields(terms, { rules: termsRules, subject: argument('terms') });

function check<Value>(value: Value, rule: Rule, name: string): Value {
  checkValue(value, { rule, subject: argument(name) });
  return value;
}
