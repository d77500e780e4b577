/** The calls of API v3 that a publisher's desk makes: what customers may read, what they have bought, and what is sold. */

import { argument, checkArgument, checkFields, type Fields, isObject } from '../base/check.js';
import { PlenigoApiError } from '../base/errors.js';
import { countUpTo, createRule, idUpTo, matching, rules } from '../base/rules.js';
import { listField, ownField, type Reader, read } from '../transport/answer.js';
import { type ApiRequest, Calls } from '../transport/calls.js';
import type { Customer, CustomerQuery } from './customers.js';
import { checkId, createLookUp, createSearch, readCustomer, readKept, readRaw } from './customers.js';
import type { ClientConfig } from './options.js';
import { type Purchase, type PurchaseItem, purchaseRules } from './product.js';
import type { AccessRights, CustomerRights, Invoice, Offer, Order, Subscription, Voucher } from './purchases.js';
import * as purchases from './purchases.js';

export type CallConfig = Pick<ClientConfig, 'language'>;

/** In bytes: a page of offers with all their texts, or the file of an invoice. */
const LARGEST = 16 * 1024 * 1024;
/** The most entries that plenigo puts on one page of a list. */
const PAGE = 100;

const dateOrNull = createRule<Date | null>('a Date, or null', (value) => value === null || rules.date.test(value));
const numberRule = countUpTo(Number.MAX_SAFE_INTEGER);
const whenRule = matching('regular, now, or one of cancelDates', /^(regular|now|\d{4}-\d\d-\d\d[\dT:.Z+-]*)$/);

const { customerId, customerIpAddress } = purchaseRules;

const queryRules = {
  /** What has changed, or was made, since then. Default: all. */
  since: rules.date,
  /** And until then. */
  until: rules.date,
  /** Of this customer. Default: of all. */
  customerId,
};
/** Which entries of a list. */
export interface ListQuery extends Fields<typeof queryRules> {}
/** The same, of a list about all customers. */
export type ChangedQuery = Omit<ListQuery, 'customerId'>;

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
/** All terms that plenigo has: a PUT sends back those that are not named. */
const termNames = Object.keys(termsRules).concat(
  'accessTimeStart accessTimeEnd pausedTimeStart pausedTimeEnd maxCacheDate data activePartners'.split(' '),
);

/** Who gets something for nothing, and the reader's own address. */
export interface FreeBuyer extends Pick<Purchase, 'customerId' | 'customerIpAddress'> {}

type List<Item> = { call: string; path?: string; id: keyof Item & string; reader: Reader<Item> };

/** The calls throw what those of `PlenigoClient` do. None that sells or cancels is sent again by itself. */
export class DeskCalls extends Calls<CallConfig> {
  /** The customer with this id, user id or e-mail address, if there is one; by a user id perhaps the two ids alone. */
  async findCustomer(query: CustomerQuery): Promise<Customer | undefined> {
    return (await this.send(createSearch(query))) ?? undefined;
  }

  /** All customers. Like each list it asks for page after page while a `for await` goes on, which may stop at any time. */
  customers(query?: ChangedQuery): AsyncGenerator<Customer, void> {
    return this.#list(query, { call: 'searchCustomers', path: '/customers', id: 'customerId', reader: readCustomer });
  }

  /** Subscriptions, those that have ended as well. `customer-not-found` if it is about one whom plenigo does not know. */
  subscriptions(query?: ListQuery): AsyncGenerator<Subscription, void> {
    return this.#list(query, { call: 'subscriptions', id: 'subscriptionId', reader: purchases.readSubscription });
  }

  orders(query?: ListQuery): AsyncGenerator<Order, void> {
    return this.#list(query, { call: 'orders', id: 'orderId', reader: purchases.readOrder });
  }

  invoices(query?: ListQuery): AsyncGenerator<Invoice, void> {
    return this.#list(query, { call: 'invoices', id: 'invoiceId', reader: purchases.readInvoice });
  }

  /** What is sold, archived offers left out. The token needs the area `PRODUCTS`. */
  offers(query?: ChangedQuery): AsyncGenerator<Offer, void> {
    const path = '/products/offers';
    return this.#list(query, { call: 'offers', path, id: 'plenigoOfferId', reader: purchases.readOffer });
  }

  /** All access rights that the customer was given; none for a customer whom plenigo does not know. */
  accessRights(customerId: string): Promise<AccessRights>;
  /** The rights of all customers for whom something has changed: by hand as well, which no callback tells. */
  accessRights(query?: ChangedQuery): AsyncGenerator<CustomerRights, void>;
  accessRights(about?: string | ChangedQuery) {
    if (typeof about === 'string') return this.#findRights(about);
    return this.#list(about, { call: 'accessRights', id: 'customerId', reader: purchases.readCustomerRights });
  }

  async #findRights(customerId: string): Promise<AccessRights> {
    const path = `/accessRights/${checkId(customerId)}`;
    const rights = await this.send(createLookUp('accessRights', path, purchases.readAccessRights, customerId));
    return rights ?? { customerBlocked: false, items: [] };
  }

  /**
   * The `id` of the last entry says where the next page begins if the answer does not (source: plenigo's guide for
   * PHP).
   */
  async *#list<Item>(query: ListQuery = {}, { call, path = `/${call}`, id, reader }: List<Item>) {
    const { customerId, since, until } = checkFields(query, { rules: queryRules, subject: argument('query') });
    const base = customerId === undefined ? path : `/customers/${customerId}${path}`;
    const parameters = new URLSearchParams({ size: String(PAGE) });
    if (since !== undefined) parameters.set('startTime', since.toISOString());
    if (until !== undefined) parameters.set('endTime', until.toISOString());
    const parse = (json: unknown) => {
      const items = read.all(reader)(json);
      const next = ownField(json, 'startingAfterId');
      return items && !isObject(next) ? { items, next } : undefined;
    };
    for (;;) {
      const { items, next } = await this.#ask(call, `${base}?${parameters}`, parse);
      yield* items;
      const last = items.at(-1);
      // A page that says where the next one begins may be short, and still not be the last.
      if (!last || (!next && items.length < PAGE)) return;
      const [before, after] = [parameters.get('startingAfter'), String(next || last[id])];
      if (after === before) throw new PlenigoApiError('invalid-response', { call, status: 200 });
      parameters.set('startingAfter', after);
    }
  }

  /**
   * Gives a customer an access right. If they have it (`isNew` is false), nobody knows whether plenigo takes the new
   * terms, so tell them to `changeAccess`.
   */
  async grantAccess(customerId: string, right: string, terms: AccessTerms = {}) {
    const path = `/accessRights/${checkId(customerId)}`;
    const body = { ...checkTerms(terms), accessRightUniqueId: checkRight(right) };
    const parse = (json: unknown, status: number) => {
      const rights = purchases.readCustomerRights(json);
      return rights && { ...rights, isNew: status === 201 };
    };
    return this.#change(customerId, { call: 'grantAccess', path, body, repeatable: true, parse });
  }

  /** Changes a right that a customer has. Two calls, so that plenigo keeps what is not named. */
  async changeAccess(customerId: string, right: string, terms: AccessTerms): Promise<CustomerRights> {
    const call = 'changeAccess';
    const rights = `/accessRights/${checkId(customerId)}`;
    const path = `${rights}/${checkRight(right)}`;
    const changed = checkTerms(terms);
    const known = await this.send(createLookUp('accessRights', rights, readRaw));
    if (known === null) throw new PlenigoApiError('customer-not-found', { call, status: 404 });
    const held = listField(known).filter((item) => ownField(item, 'accessRightUniqueId') === right);
    const byHand = held.find((item) => ownField(item, 'itemType') === 'EXTERNAL') ?? held[0];
    // Unproven: whether a PUT leaves alone what it does not name.
    const body = { ...readKept(byHand, termNames), ...changed };
    return this.#change(customerId, { call, method: 'PUT', path, body, parse: purchases.readCustomerRights });
  }

  /** Takes a right away; false if that is not done, or not yet. Whether it takes away what was bought, too, is not known. */
  async removeAccess(customerId: string, right: string): Promise<boolean> {
    const path = `/accessRights/${checkId(customerId)}/${checkRight(right)}`;
    const parse = read.field('success', read.flag);
    return this.#change(customerId, { call: 'removeAccess', method: 'DELETE', path, repeatable: false, parse });
  }

  /** Says so also where nobody knows whether it arrived. */
  #change<Result>(customerId: string, request: ApiRequest<Result>): Promise<Result> {
    return this.send({ about: customerId, ...request }).finally(() => this.tell(customerId));
  }

  /** What a voucher code stands for. `voucher-unknown` or `voucher-used`. */
  async validateVoucher(code: string): Promise<Voucher> {
    const path = `/vouchers/${encodeURIComponent(checkCode(code))}/validate`;
    return this.#ask('validateVoucher', path, purchases.readVoucher);
  }

  /** Uses up a voucher for what is free with it; answers the order's id. `voucher-unknown`, `voucher-used` or `not-free`. */
  async buyWithVoucher(code: string, buyer: FreeBuyer): Promise<number> {
    return this.#order('buyWithVoucher', buyer, { voucherCode: checkCode(code) });
  }

  /** Orders one thing that costs nothing, in none of its steps; answers the order's id. `not-free`. */
  async orderFreeProduct(offer: PurchaseItem, buyer: FreeBuyer): Promise<number> {
    return this.#order('orderFreeProduct', buyer, { offer: checkArgument('offer', offer, rules.object) });
  }

  async #order(call: string, buyer: FreeBuyer, what: object): Promise<number> {
    const expected = { rules: { customerId, customerIpAddress }, subject: argument('buyer') };
    const fields = checkFields(buyer, { ...expected, required: ['customerId', 'customerIpAddress'] });
    const request = { call, path: `/checkout/${call}`, body: { ...fields, ...what } };
    return this.#change(fields.customerId, { ...request, parse: read.field('orderId', read.number) });
  }

  /** The days on which a subscription may end, as plenigo writes them. */
  async cancelDates(subscriptionId: number): Promise<string[]> {
    return this.#ask('cancelDates', `${addressEnd(subscriptionId)}/dates`, read.all(read.text));
  }

  /**
   * Ends a subscription regularly, at once, or on one of `cancelDates`. A day is sent as it is given, because plenigo's
   * documents disagree on its form.
   */
  async cancelSubscription(subscriptionId: number, when: 'regular' | 'now' | (string & {})): Promise<Subscription> {
    const isDay = checkArgument('when', when, whenRule) !== 'regular' && when !== 'now';
    const body = isDay ? { cancellationDate: when } : undefined;
    return this.#end('cancelSubscription', `${addressEnd(subscriptionId)}/${isDay ? 'at' : when}`, body);
  }

  /** Lets a cancelled subscription go on that still runs. */
  async undoCancellation(subscriptionId: number): Promise<Subscription> {
    return this.#end('undoCancellation', `${addressEnd(subscriptionId)}/undo`);
  }

  async #end(call: string, path: string, body?: object): Promise<Subscription> {
    const request = { call, path, body, repeatable: false, parse: purchases.readSubscription };
    const subscription = await this.send({ ...request, method: 'PUT' });
    // Whose it is, only the answer says.
    await Promise.all([subscription.invoiceCustomerId, subscription.deliveryCustomerId].map((id) => this.tell(id)));
    return subscription;
  }

  /** The file of an invoice. */
  async invoicePdf(invoiceId: number): Promise<Buffer> {
    const path = `/invoices/${checkArgument('invoiceId', invoiceId, numberRule)}/file`;
    return Buffer.from(await this.#ask('invoicePdf', path, read.field('pdf', read.text)), 'base64');
  }

  /**
   * What an offer costs in a country (two capital letters), or in those without a price of their own; a call for each
   * price in it. Undefined where plenigo has none, and where the customer chooses among products.
   */
  async offerPrice(plenigoOfferId: string, place: { country?: string } = {}) {
    const id = encodeURIComponent(checkArgument('plenigoOfferId', plenigoOfferId, idUpTo(20)));
    const offers = await this.#ask('offers', `/products/offers?plenigoOfferId=${id}`, read.all(purchases.readOffer));
    const offer = offers.find((each) => each.plenigoOfferId === plenigoOfferId);
    const ask = (issue: number) => this.#ask('priceIssue', `/products/priceIssues/${issue}`, purchases.readPriceIssue);
    return offer && purchases.computePrice(offer, { ...place, language: this.config.language }, ask);
  }

  #ask<Result>(call: string, path: string, parse: (json: unknown) => Result | undefined): Promise<Result> {
    return this.send({ call, path, limit: LARGEST, parse });
  }
}

const addressEnd = (subscriptionId: number) =>
  `/subscriptions/${checkArgument('subscriptionId', subscriptionId, numberRule)}/cancel`;
const checkRight = (right: string) => checkArgument('right', right, purchases.accessRightRule);
const checkCode = (code: string) => checkArgument('code', code, rules.voucherCode);
const checkTerms = (terms: AccessTerms) => checkFields(terms, { rules: termsRules, subject: argument('terms') });
