/** API v3 as the platform that middlewares, pages and customers work with. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { PlenigoApiError } from '../base/errors.js';
import { accountTexts, clickTexts } from '../base/texts.js';
import { account, checkout } from '../generated/v3-scripts.js';
import type { Platform } from '../platform/platform.js';
import type { SharedStore } from '../platform/store.js';
import type { CustomerName, Found } from '../platform/user.js';
import { textField } from '../transport/answer.js';
import { accountApi } from './account-snippet.js';
import type { PlenigoClient } from './client.js';
import type { PlenigoConfig } from './options.js';
import { type CheckoutSettings, checkProduct, settingsRules, type V3Sale, type V3Terms } from './product.js';
import { accessRightRule } from './purchases.js';
import { createSelfService } from './self-service.js';

/** A process remembers the customers of as many users as it remembers purchases of. */
const MOST_USERS = 10_000;
/** Unproven: how long a prepared purchase lives. Nothing keeps one for longer than its click. */
const PURCHASE_LIFETIME_MS = 60_000;

const scripts: Platform['scripts'] = {
  checkout: {
    code: checkout,
    says: {
      ...clickTexts,
      'already-bought': 'alreadyBought',
      'not-for-sale': 'notForSale',
      title: 'checkoutHeading',
      close: 'closeLabel',
      retry: 'retryLabel',
      reload: 'reloadLabel',
      paid: 'paid',
      thanks: 'thanks',
      later: 'accessFollows',
      'payment-failed': 'paymentFailed',
      stopped: 'checkoutStopped',
    },
  },
  account: { code: account, says: { ...clickTexts, ...accountTexts, 'end-others': 'endOthersLabel' } },
};

export function createPlatform(
  config: PlenigoConfig,
  { client, store }: { client: PlenigoClient; store: SharedStore | undefined },
): Platform & { listUsers(customerIds: ReadonlySet<unknown>): string[] } {
  const { userIds, companyId, sdkUrl } = config;
  const createToken = createSelfService(config, store);
  /** The customer id of each user, as this process has seen it last. */
  const customerIds = new LRUCache<string, string>({ max: MOST_USERS });

  /** What the site's user id is at plenigo: whichever of its two ids the site has chosen. */
  const nameCustomer = (id: string) => (userIds === 'customerId' ? { customerId: id } : { externalSystemId: id });

  function remember(userId: string, customerId: string, how: Found['how']): Found & { customerId: string } {
    customerIds.set(userId, customerId);
    return { customerId, how, credential: undefined };
  }

  async function findCustomer(userId: string, calls: PlenigoClient) {
    const customer = await calls.findCustomer(nameCustomer(userId));
    return customer && remember(userId, customer.customerId, 'known');
  }

  async function findCustomerId(name: CustomerName, calls: PlenigoClient): Promise<string> {
    // An id that every object inherits is somebody else's, so only the name's own field counts.
    const known = textField(name, 'customerId') ?? customerIds.get(name.userId);
    const customerId = known ?? (await findCustomer(name.userId, calls))?.customerId;
    if (customerId !== undefined) return customerId;
    throw new PlenigoApiError('customer-not-found', { call: 'findCustomer', status: 404 });
  }

  return {
    // Records of API v2 are about the same users, but not known to be about the same customers.
    companyId: `v3:${companyId}`,

    findCustomer: ({ id }, budget) => findCustomer(id, client.within(budget)),
    async register({ id, email, language, firstName, lastName }, budget) {
      const input = { ...nameCustomer(id), email, language, firstName, lastName };
      const { customerId, isNew } = await client.within(budget).createCustomer(input);
      return remember(id, customerId, isNew ? 'registered' : 'known');
    },
    /** Where the site's ids are plenigo's own, every customer is some user's already, and none is linked to another. */
    async link({ id, email }, budget) {
      const calls = client.within(budget);
      const customer = userIds === 'customerId' ? undefined : await calls.findCustomer({ email });
      if (customer === undefined) return undefined;
      await calls.linkCustomer(customer.customerId, id);
      return remember(id, customer.customerId, 'linked');
    },
    async changeEmail({ customer, email }, budget) {
      const calls = client.within(budget);
      await calls.changeEmail(await findCustomerId(customer, calls), email);
    },
    async findPurchases({ userId, customerId, ids }, budget) {
      const calls = client.within(budget);
      const known = (await customerId()) ?? customerIds.get(userId);
      if (known !== undefined) {
        customerIds.set(userId, known);
        const purchases = await calls.findPurchases(known, ids);
        if (purchases !== undefined) return purchases;
      }
      // We know no customer, or plenigo knows ours no more: then the site's user id says who it is now.
      const found = (await findCustomer(userId, calls))?.customerId;
      const isOther = found !== undefined && found !== known;
      return (isOther && (await calls.findPurchases(found, ids))) || { bought: false, products: [] };
    },
    isPaywallOn: async () => true,
    rendersCredentials: false,
    async createCredential({ customer, user, req, terms, endOthers }, budget) {
      const calls = client.within(budget);
      const customerId = await findCustomerId(customer, calls);
      if (terms === undefined) return createToken({ req, userId: user.id, customerId, endOthers }, calls);
      const { item, sourceUrl, affiliateId, allowMultiplePurchases } = terms as V3Terms;
      const hasSource = sourceUrl !== undefined || affiliateId !== undefined;
      const token = await calls.preparePurchase({
        customerId,
        customerIpAddress: readAddress(req),
        items: [item],
        language: user.language ?? config.language,
        allowMultiplePurchases,
        additionalData: hasSource ? { affiliateId, sourceId: sourceUrl } : undefined,
      });
      return { token, expiresAt: new Date(Date.now() + PURCHASE_LIFETIME_MS) };
    },

    checkProduct: (product, name) => checkProduct(product, { name, form: config.customOffers }),
    accessIdRule: accessRightRule,
    settingsRules,
    createTerms({ sale: { item }, settings }: { sale: V3Sale; settings: CheckoutSettings }) {
      const { sourceUrl, targetUrl, returnUrl, affiliateId, allowMultiplePurchases } = settings;
      return { sourceUrl, targetUrl, returnUrl, affiliateId, allowMultiplePurchases, item };
    },
    createCall({ terms, credential }) {
      const { targetUrl, returnUrl } = terms as V3Terms;
      return { paymentData: undefined, purchaseId: credential?.token, targetUrl, returnUrl };
    },

    account: accountApi,
    // The browser script asks for the token later, so that no page holds one.
    describePart: (part) => ({ tag: part }),

    scripts,
    createSdkAttributes: (language) => ({ src: sdkUrl, 'data-company-id': companyId, 'data-lang': language }),

    /** The users who are these customers, as far as this process has seen: callbacks name customers by plenigo's ids. */
    listUsers: (ids) => [...customerIds].flatMap(([userId, customerId]) => (ids.has(customerId) ? userId : [])),
  };
}

/** The reader's own address, as the site's `trust proxy` has it; IPv4 in its own form, without the name of an interface. */
function readAddress({ ip = '' }: Request): string {
  return ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*/, '');
}
