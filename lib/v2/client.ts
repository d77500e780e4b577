/** The REST calls of API v2, for scripts, support tools and the middlewares. */

import type { Purchases } from '../platform.js';
import { Calls, type Connection, callsOf } from '../transport/calls.js';
import { createSend } from '../transport/send.js';
import { type CustomerAddress, changeAddressRequest } from './calls/change-address.js';
import {
  addExternalCustomerIdRequest,
  changeEmailRequest,
  createLoginTokenRequest,
  importCustomerAccessRequest,
  type LoginToken,
} from './calls/customer.js';
import { type BoughtProduct, hasUserBoughtRequest } from './calls/has-user-bought.js';
import { isPaywallEnabledRequest } from './calls/is-paywall-enabled.js';
import { type ProductsBought, productsBoughtRequest } from './calls/products-bought.js';
import { type RegisterUserInput, registerUserRequest } from './calls/register-user.js';
import type { CustomerRef } from './calls/request.js';
import { type ClientConfig, type ClientOptions, resolveClientOptions } from './options.js';
import { codeOf } from './status-codes.js';
import { createPlenigoToken } from './token.js';

interface CallConfig {
  readonly language: string;
  readonly testMode: boolean;
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

  /** Registers a user of the site; answers plenigo's customer id. */
  async registerUser(user: RegisterUserInput): Promise<string> {
    return this.send(registerUserRequest(user, this.config.language));
  }

  /** Creates a login token, good once and for five minutes. */
  async createLoginToken(customer: CustomerRef): Promise<LoginToken> {
    return this.send(createLoginTokenRequest(customer));
  }

  /** Tells plenigo a customer's new e-mail address. */
  async changeEmail(customer: CustomerRef, email: string): Promise<void> {
    await this.send(changeEmailRequest(customer, email));
  }

  /** Tells plenigo a customer's name and address: all of it, what is left out included. */
  async changeAddress(customer: CustomerRef, address: CustomerAddress): Promise<void> {
    await this.send(changeAddressRequest(customer, address));
  }

  /** Gives a customer one to four more access ids. */
  async importCustomerAccess(customer: CustomerRef, ids: readonly string[]): Promise<void> {
    await this.send(importCustomerAccessRequest(customer, ids));
  }

  /** Links a customer who has no external user id yet, named by plenigo's own id, to a user of the site. */
  async addExternalCustomerId(customerId: string, externalUserId: string): Promise<void> {
    await this.send(addExternalCustomerIdRequest(customerId, externalUserId));
  }

  /** Whether the customer has bought the product, or any of up to 50; in test mode, test purchases count. */
  async hasUserBought(customer: CustomerRef, productIds: string | readonly string[]): Promise<boolean> {
    return (await this.purchases(customer, productIds)).bought;
  }

  /**
   * Which of up to 50 products the customer has bought, in one call. plenigo may say of several only that one of them
   * is; then, and while it lets everybody read, this is empty although `hasUserBought` is true.
   */
  async boughtAmong(customer: CustomerRef, productIds: string | readonly string[]): Promise<BoughtProduct[]> {
    return [...(await this.purchases(customer, productIds)).products];
  }

  /**
   * The answer that both of them are made of.
   * @internal
   */
  async purchases(customer: CustomerRef, productIds: string | readonly string[]): Promise<Purchases> {
    const { testMode } = this.config;
    return this.send(hasUserBoughtRequest(customer, { productIds, testMode }));
  }

  /** Everything that the customer has bought; in test mode, test purchases count. */
  async productsBought(customer: CustomerRef): Promise<ProductsBought> {
    const { testMode } = this.config;
    return this.send(productsBoughtRequest(customer, { testMode }));
  }

  /** Whether the publisher's paywall is on; while it is off, everybody may read everything, logged in or not. */
  async isPaywallEnabled(): Promise<boolean> {
    return this.send(isPaywallEnabledRequest());
  }
}

/** A client for options that are checked already. */
export const createClient = (config: ClientConfig): PlenigoClient => callsOf(PlenigoClient, connect(config));

function connect(config: ClientConfig): Connection<CallConfig> {
  const headers = () => ({ plenigoToken: createPlenigoToken(config) });
  const { language, testMode, timeout } = config;
  return { timeout, config: { language, testMode }, send: createSend(config, { headers, codeOf }) };
}
