/** The REST calls of API v2, for scripts, support tools and the middlewares, and the token that each is signed with. */

import { randomUUID } from 'node:crypto';
import { argument, checkFields, checkValue, refuse } from '../base/check.js';
import { MOST_PRODUCTS, rules } from '../base/rules.js';
import type { Signer } from '../base/signing.js';
import type { Purchases } from '../platform/purchases.js';
import { done, isAnswer, ownField, textField } from '../transport/answer.js';
import { Connection } from '../transport/calls.js';
import { createSend } from '../transport/send.js';
import type { CustomerAddress, CustomerRef, LoginToken, RegisterUserInput } from './customers.js';
import { addressNeeds, addressRules, checkCustomer, newCustomerRules } from './customers.js';
import { type CallConfig, DeskCalls } from './desk.js';
import { findErrorCode } from './error-codes.js';
import { type ClientConfig, type ClientOptions, resolveClientOptions } from './options.js';
import { type BoughtProduct, type ProductsBought, readProductsBought, readPurchases } from './purchases.js';

const LOGIN_TOKEN_LIFETIME_MS = 5 * 60 * 1000;
/** plenigo's own spelling of the fields, one for each access id. */
const ACCESS_FIELDS = ['yourFirstIdentifier', 'yourSecondIdentifier', 'yourThirdIdentifier', 'yourForthIdentifier'];

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

  /** Registers a user of the site; answers plenigo's customer id. */
  async registerUser(user: RegisterUserInput): Promise<string> {
    const call = 'registerUser';
    const fields = checkFields(user, { rules: newCustomerRules, subject: argument(call), required: ['email'] });
    const { lastName: name, ...known } = fields;
    const { language } = this.config;
    const body = { language, withPasswordReset: false, failByExistingEmail: true, ...known, name };
    const path = '/api/v2/externalUser/register';
    // Sent twice, a first registration would look like a foreign customer, and a password would be mailed again.
    const repeatable = !body.failByExistingEmail && !body.withPasswordReset;
    const parse = (json: unknown) => textField(json, 'customerId');
    const about = body.externalUserId ?? body.email;
    return this.send({ call, about, method: 'POST', path, body, repeatable, parse });
  }

  /** Creates a login token, good once and for five minutes. */
  async createLoginToken(customer: CustomerRef): Promise<LoginToken> {
    const { segment, flag, about } = checkCustomer(customer);
    const path = `/api/v2/externalUser/${segment}/createLoginToken?${flag}`;
    const parse = (json: unknown) => textField(json, 'loginToken');
    // Counted from before the request, so that no token is taken for good after it has ended.
    const expiresAt = new Date(Date.now() + LOGIN_TOKEN_LIFETIME_MS);
    // A token that got lost expires unused, so another one may be made.
    const token = await this.send({ call: 'createLoginToken', about, method: 'POST', path, repeatable: true, parse });
    return { token, expiresAt };
  }

  /** Tells plenigo a customer's new e-mail address. `email-exists` if it belongs to somebody else. */
  async changeEmail(customer: CustomerRef, email: string): Promise<void> {
    const { segment, flag, about } = checkCustomer(customer);
    checkValue(email, { rule: rules.email, subject: argument('email') });
    const path = `/api/v2/externalUser/${segment}/changeEmail?${flag}`;
    const body = { email };
    await this.send({ call: 'changeEmail', about, method: 'PUT', path, body, repeatable: true, parse: done });
  }

  /** Tells plenigo a customer's name and address. Pass the whole address each time, not only what has changed. */
  async changeAddress(customer: CustomerRef, address: CustomerAddress): Promise<void> {
    const { segment, flag, about } = checkCustomer(customer);
    const subject = argument('address');
    const fields = checkFields(address, { rules: addressRules, subject, required: addressNeeds });
    if (fields.country === undefined && Object.keys(fields).length > addressNeeds.length) {
      refuse(subject, `address.country is missing, expected ${addressRules.country.expected}`);
    }
    const { lastName: name, ...rest } = fields;
    const path = `/api/v2/user/${segment}/address?${flag}`;
    const body = { ...rest, name };
    await this.send({ call: 'changeAddress', about, method: 'PUT', path, body, repeatable: true, parse: done });
  }

  /** Gives a customer one to four more access ids. */
  async importCustomerAccess(customer: CustomerRef, ids: readonly string[]): Promise<void> {
    const { id, useExternalCustomerId, about } = checkCustomer(customer);
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > ACCESS_FIELDS.length || !ids.every(rules.userId.test)) {
      refuse(argument('ids'), 'ids: expected a list of one to four strings that are not empty');
    }
    const access = Object.fromEntries(ids.map((accessId, index) => [ACCESS_FIELDS[index], accessId]));
    const path = '/api/v2/import/customerAccess';
    const body = { customerId: id, useExternalCustomerId, ...access };
    // No document says whether the same ids may be imported twice, so they are sent once.
    const call = 'importCustomerAccess';
    await this.send({ call, about, method: 'POST', path, body, repeatable: false, parse: done });
  }

  /** Links a customer who has no external user id yet, named by plenigo's own id, to a user of the site. */
  async addExternalCustomerId(customerId: string, externalUserId: string): Promise<void> {
    checkValue(externalUserId, { rule: rules.userId, subject: argument('externalUserId') });
    const { segment, about } = checkCustomer({ customerId });
    const path = `/api/v2/externalUser/${segment}/addExternalUserId`;
    const body = { externalUserId };
    // The second time the customer has an id, and plenigo refuses.
    const call = 'addExternalCustomerId';
    await this.send({ call, about, method: 'PUT', path, body, repeatable: false, parse: done });
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
    const { segment, flag, about } = checkCustomer(customer);
    const asked = new Set([productIds].flat());
    if (asked.size < 1 || asked.size > MOST_PRODUCTS) {
      refuse(argument('productIds'), `productIds: expected 1 to ${MOST_PRODUCTS} product ids`);
    }
    for (const each of asked) checkValue(each, { rule: rules.productId, subject: argument('productId') });
    const list = encodeURIComponent([...asked].join(','));
    const { testMode } = this.config;
    const path = `/api/v2/user/product?customerId=${segment}&productId=${list}&testMode=${testMode}&${flag}`;
    // plenigo documents 200 and 403 only; a customer whom it does not know has bought nothing either.
    const answers = [403, 404];
    const parse = (json: unknown, status: number) => {
      if (answers.includes(status)) return { bought: false, products: [] };
      return status === 200 ? readPurchases(json, asked) : undefined;
    };
    return this.send({ call: 'hasUserBought', about, method: 'GET', path, repeatable: true, answers, parse });
  }

  /** Everything that the customer has bought; in test mode, test purchases count. */
  async productsBought(customer: CustomerRef): Promise<ProductsBought> {
    const { segment, flag, about } = checkCustomer(customer);
    const path = `/api/v2/user/${segment}/products?testMode=${this.config.testMode}&${flag}`;
    // For a customer whom it does not know plenigo documents an empty object; a 404 says the same.
    const parse = (json: unknown, status: number) => readProductsBought(status === 404 ? {} : json);
    return this.send({ call: 'productsBought', about, method: 'GET', path, repeatable: true, answers: [404], parse });
  }

  /** Whether the publisher's paywall is on; while it is off, everybody may read everything, logged in or not. */
  async isPaywallEnabled(): Promise<boolean> {
    const path = '/api/v2/paywall/state';
    // Nothing but a plain "false" opens every page to everybody.
    const parse = (json: unknown, status: number) =>
      status === 200 && isAnswer(json) ? [true, false].find((each) => each === ownField(json, 'enabled')) : undefined;
    return this.send({ call: 'isPaywallEnabled', method: 'GET', path, repeatable: true, parse });
  }
}

/** Says which company calls: once, because plenigo refuses a `jti` that it has seen, and for five minutes. */
function createPlenigoToken({ companyId, signer }: { companyId: string; signer: Signer }): string {
  // A page of the renamed documentation says `Frisbii Media`; every sample and SDK says `plenigo`.
  return signer.sign({ companyId, aud: 'plenigo', jti: randomUUID(), exp: Math.floor(Date.now() / 1000) + 300 });
}

/** `onChange` hears whose purchases a call may have changed, once it has ended. */
export function connect(config: ClientConfig, onChange?: (customer: unknown) => Promise<void>): Connection<CallConfig> {
  const { language, testMode, timeout } = config;
  const send = createSend(config, { headers: () => ({ plenigoToken: createPlenigoToken(config) }), findErrorCode });
  return new Connection({ timeout, config: { language, testMode }, send, onChange });
}
