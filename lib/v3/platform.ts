/** API v3 as the platform that middlewares, pages and customers work with. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { PlenigoApiError } from '../base/errors.js';
import type { Platform } from '../platform/platform.js';
import type { SharedStore } from '../platform/store.js';
import type { CustomerName, Found } from '../platform/user.js';
import { textField } from '../transport/answer.js';
import { accountApi } from './account-snippet.js';
import type { PlenigoClient } from './client.js';
import type { PlenigoConfig } from './options.js';
import { type CheckoutSettings, checkProduct, settingsRules, type V3Sale, type V3Terms } from './product.js';
import { accessRightRule } from './purchases.js';
import { scripts } from './scripts.js';
import { createSelfService } from './self-service.js';

/** As many readers as a process remembers purchases of. */
const READERS = 10_000;

interface V3Platform extends Platform {
  /** The site's users who are these customers, as far as this process has seen: callbacks name customers by plenigo's ids. */
  usersOf(customerIds: ReadonlySet<unknown>): string[];
}

export function createPlatform(
  config: PlenigoConfig,
  { client, store }: { client: PlenigoClient; store: SharedStore | undefined },
): V3Platform {
  const { userIds } = config;
  const createToken = createSelfService(config, store);
  /** Of each user, as this process has seen it. */
  const customerIds = new LRUCache<string, string>({ max: READERS });

  /** Of the customer whom the site's user id names, by whichever of plenigo's two ids the site has chosen. */
  const nameOf = (id: string) => (userIds === 'customerId' ? { customerId: id } : { externalSystemId: id });

  function found(userId: string, customerId: string, how: Found['how']): Found & { customerId: string } {
    customerIds.set(userId, customerId);
    return { customerId, how, credential: undefined };
  }

  /** Asks plenigo, which knows the site's user id. */
  async function lookUp(userId: string, calls: PlenigoClient) {
    const customer = await calls.findCustomer(nameOf(userId));
    return customer && found(userId, customer.customerId, 'known');
  }

  async function customerIdOf(name: CustomerName, calls: PlenigoClient): Promise<string> {
    const { userId } = name;
    // An id that every object inherits is somebody else's.
    const known = textField(name, 'customerId') ?? customerIds.get(userId) ?? (await lookUp(userId, calls))?.customerId;
    if (known === undefined) throw new PlenigoApiError('customer-not-found', { call: 'findCustomer', status: 404 });
    return known;
  }

  return {
    // Records of API v2 are about the same users, but not known to be about the same customers.
    companyId: `v3:${config.companyId}`,

    findCustomer: ({ id }, budget) => lookUp(id, client.within(budget)),
    async register({ id, email, language, firstName, lastName }, budget) {
      const input = { ...nameOf(id), email, language, firstName, lastName };
      const { customerId, isNew } = await client.within(budget).createCustomer(input);
      return found(id, customerId, isNew ? 'registered' : 'known');
    },
    /** Unless they are some user's of the site already, as all of them are where the site's ids are plenigo's. */
    async link({ id, email }, budget) {
      const calls = client.within(budget);
      const customer = userIds === 'customerId' ? undefined : await calls.findCustomer({ email });
      if (customer === undefined) return undefined;
      await calls.linkCustomer(customer.customerId, id);
      return found(id, customer.customerId, 'linked');
    },
    async changeEmail({ customer, email }, budget) {
      const calls = client.within(budget);
      await calls.changeEmail(await customerIdOf(customer, calls), email);
    },
    async purchases({ userId, customerId, ids }, budget) {
      const calls = client.within(budget);
      const known = (await customerId()) ?? customerIds.get(userId);
      if (known !== undefined) {
        customerIds.set(userId, known);
        const answer = await calls.purchases(known, ids);
        if (answer !== undefined) return answer;
      }
      const other = (await lookUp(userId, calls))?.customerId;
      const isNews = other !== undefined && other !== known;
      return (isNews && (await calls.purchases(other, ids))) || { bought: false, products: [] };
    },
    isPaywallOn: async () => true,
    rendersCredentials: false,
    async createCredential({ customer, user, req, terms, endOthers }, budget) {
      const calls = client.within(budget);
      const customerId = await customerIdOf(customer, calls);
      if (terms === undefined) return createToken({ req, userId: user.id, customerId, endOthers }, calls);
      const { item, sourceUrl, affiliateId, allowMultiplePurchases } = terms as V3Terms;
      const token = await calls.preparePurchase({
        customerId,
        customerIpAddress: addressOf(req),
        items: [item],
        language: user.language ?? config.language,
        allowMultiplePurchases,
        additionalData:
          sourceUrl === undefined && affiliateId === undefined ? undefined : { affiliateId, sourceId: sourceUrl },
      });
      return { token, expiresAt: new Date(Date.now() + PURCHASE_LIFETIME_MS) };
    },

    checkProduct: (product, name) => checkProduct(product, { name, form: config.customOffers }),
    accessIdRule: accessRightRule,
    settingsRules,
    termsOf({ sale: { item }, settings }: { sale: V3Sale; settings: CheckoutSettings }) {
      const { sourceUrl, targetUrl, returnUrl, affiliateId, allowMultiplePurchases } = settings;
      return { sourceUrl, targetUrl, returnUrl, affiliateId, allowMultiplePurchases, item };
    },
    callOf({ terms, credential }) {
      const { targetUrl, returnUrl } = terms as V3Terms;
      return { paymentData: undefined, purchaseId: credential?.token, targetUrl, returnUrl };
    },

    account: accountApi,
    // The token comes later, and no page is told one.
    accountView: (part) => ({ tag: part }),

    scripts,
    sdkAttributes: (language) => ({
      src: config.sdkUrl,
      'data-company-id': config.companyId,
      'data-lang': language,
    }),

    usersOf: (ids) => [...customerIds].flatMap(([userId, customerId]) => (ids.has(customerId) ? userId : [])),
  };
}

/** Unproven: how long a prepared purchase lives. Nothing keeps one for longer than its click. */
const PURCHASE_LIFETIME_MS = 60_000;

/** The reader's own, as the site's `trust proxy` has it; IPv4 in its own form, without the name of an interface. */
function addressOf({ ip = '' }: Request): string {
  return ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*/, '');
}
