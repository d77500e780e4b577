/** API v3 as the platform that middlewares, pages and customers work with. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { hasCode, PlenigoApiError } from '../base/errors.js';
import { memo, READERS } from '../base/memo.js';
import type { SharedStore } from '../base/options.js';
import { HOUR_MS } from '../base/reporter.js';
import { readAddress } from '../base/rules.js';
import { accountTexts, clickTexts } from '../base/texts.js';
import { account, checkout, later } from '../generated/v3-scripts.js';
import type { Platform } from '../platform/platform.js';
import type { Found } from '../platform/user.js';
import type { Budget } from '../transport/budget.js';
import { createCustomerIndex } from './callbacks.js';
import type { PlenigoClient } from './client.js';
import type { PlenigoConfig } from './options.js';
import { checkProduct, createTerms, type V3Sale, type V3Terms } from './product.js';
import { accessRightRule } from './purchases.js';
import { createSelfService } from './self-service.js';
import { accountApi, type CheckoutSettings, settingsRules } from './settings.js';

// biome-ignore format: names read well in rows.
const dialogTexts = {
  'already-bought': 'alreadyBought', 'not-for-sale': 'notForSale', 'payment-failed': 'paymentFailed',
  title: 'checkoutHeading', close: 'closeLabel', loading: 'oneMoment',
  paid: 'paid', thanks: 'thanks', follows: 'accessFollows', stopped: 'checkoutStopped',
} as const;

export const scripts: Platform['scripts'] = {
  checkout: { code: checkout, says: clickTexts, later: { code: later, says: { ...clickTexts, ...dialogTexts } } },
  account: { code: account, says: { ...clickTexts, ...accountTexts, 'end-others': 'endOthersLabel' } },
};

/** Besides what every platform does it finds the users of customers: by plenigo's ids, which callbacks name. */
export function createPlatform(config: PlenigoConfig, client: PlenigoClient, store: SharedStore | undefined) {
  const { userIds, companyId, sdkUrl } = config;
  const createToken = createSelfService(config, store);
  /** Whose customer each user is, as far as this process knows, and since when. plenigo's support can change it. As many as purchases are remembered of. */
  const hints = new LRUCache<string, { customerId: string | undefined; at: number; isSure: boolean }>(READERS);
  const index = createCustomerIndex(store, companyId);
  const owners = new WeakMap<Budget, Promise<string>>();

  const nameCustomer = (id: string) => (userIds === 'customerId' ? { customerId: id } : { externalSystemId: id });
  const readIp = (req: Request) => readAddress(config.ip(req), config.reporter);

  function remember(userId: string, customerId: string, how: Found['how']) {
    hints.set(userId, { customerId, at: Date.now(), isSure: true });
    index.note(customerId, userId);
    return { customerId, how, credential: undefined };
  }

  async function lookUp(userId: string, budget: Budget) {
    const customer = await client.within(budget).findCustomer(nameCustomer(userId));
    if (customer !== undefined) return remember(userId, customer.customerId, 'known');
    hints.set(userId, { customerId: undefined, at: Date.now(), isSure: false });
    return undefined;
  }

  /** Asks every time, because what is done in a customer's name must be done for this user. The parts of a self-service page, which ask together, share that; whoever asks again does so because plenigo has lost that customer. */
  const findOwner = (userId: string, budget: Budget) =>
    memo(owners, budget, async () => {
      const found = await lookUp(userId, budget).finally(() => owners.delete(budget));
      if (found !== undefined) return found.customerId;
      throw new PlenigoApiError('customer-not-found', { call: 'findCustomer', status: 404 });
    });

  /** The users of these customers, as far as this process or the store knows. `areMoved`: others may have them by now. */
  async function findUsers(customerIds: ReadonlySet<unknown>, { areMoved = false } = {}): Promise<ReadonlySet<string>> {
    const known = [...hints].filter(([, { customerId }]) => customerId !== undefined && customerIds.has(customerId));
    if (areMoved) for (const [id, hint] of known) hints.set(id, { ...hint, at: Date.now(), isSure: false });
    const ids = [...customerIds].filter((id) => typeof id === 'string');
    const shared = await Promise.all(ids.map(index.find));
    return new Set([...known.map(([userId]) => userId), ...shared.flat()]);
  }

  const platform: Platform = {
    // Records of API v2 are about the same users, but not known to be about the same customers.
    companyId: `v3:${companyId}`,

    findCustomer: ({ id }, budget) => lookUp(id, budget),
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
    async changeEmail({ userId, email }, budget) {
      await client.within(budget).changeEmail(await findOwner(userId, budget), email);
    },
    async findPurchases({ userId, recall, doubtedAt, ids }, budget) {
      const calls = client.within(budget);
      const { customerId, confirmedAt = 0 } = (await recall()) ?? {};
      // Another process may know it since a later look-up than the one of this process.
      const isNewer = customerId !== undefined && confirmedAt >= (hints.get(userId)?.at ?? 0);
      if (isNewer) hints.set(userId, { customerId, at: confirmedAt, isSure: true });
      const hint = hints.get(userId);
      const known = hint?.customerId;
      const isSure = hint?.isSure === true && Date.now() - hint.at < HOUR_MS && hint.at > doubtedAt;
      // Whose customer it is, is asked beside the question once an hour, so that no page waits longer for it.
      const [owned, purchases] = await Promise.all([
        isSure ? hint : lookUp(userId, budget),
        known === undefined ? undefined : calls.findPurchases(known, ids),
      ]);
      if (purchases !== undefined && owned?.customerId === known) return purchases;
      // The customer is another one, or plenigo knows ours no more: then the site's user id says who it is now.
      const found = (isSure ? await lookUp(userId, budget) : owned)?.customerId;
      const isOther = found !== undefined && found !== known;
      return (isOther && (await calls.findPurchases(found, ids))) || { bought: false, products: [] };
    },
    searchesAtLogin: true,
    isPaywallOn: async () => true,
    rendersCredentials: false,
    async createCredential({ user, req, terms, endOthers }, budget) {
      const calls = client.within(budget);
      const customerId = await findOwner(user.id, budget);
      if (terms === undefined) return createToken({ req, userId: user.id, customerId, endOthers }, calls);
      const { language = config.language } = user;
      const who = { customerId, customerIpAddress: readIp(req), language };
      const token = await calls.preparePurchase({ ...(terms as V3Terms).purchase, ...who });
      // Unproven: how long a prepared purchase lives. Nothing keeps one for longer than its click.
      return { token, expiresAt: new Date(Date.now() + 60_000) };
    },
    async redeemVoucher({ user, req, code }, budget) {
      const calls = client.within(budget);
      const [customerId, { status }] = await Promise.all([findOwner(user.id, budget), calls.validateVoucher(code)]);
      // plenigo may say so with a status instead of an error.
      if (status !== 'ACTIVE') throw new PlenigoApiError('voucher-used', { call: 'validateVoucher', status: 200 });
      try {
        await calls.buyWithVoucher(code, { customerId, customerIpAddress: readIp(req) });
        return undefined;
      } catch (error) {
        if (!hasCode(error, 'not-free')) throw error;
        return createTerms({ voucherCode: code }, Object.create(null));
      }
    },

    checkProduct: (product, name) => checkProduct(product, name, config.customOffers),
    async findPrice(id, budget) {
      const price = await client.within(budget).offerPrice(id, config);
      return price && { id, ...price };
    },
    accessIdRule: accessRightRule,
    settingsRules,
    createTerms: ({ sale, settings }: { sale: V3Sale; settings: CheckoutSettings }) => createTerms(sale.sold, settings),
    createCall({ terms, credential }) {
      return { paymentData: undefined, purchaseId: credential?.token, ...(terms as V3Terms).call };
    },
    account: accountApi,
    // The browser script asks for the token later, so that no page holds one.
    describePart: (part) => ({ tag: part }),

    scripts,
    createSdkAttributes: (language) => ({ src: sdkUrl, 'data-company-id': companyId, 'data-lang': language }),
  };

  return Object.assign(platform, { findUsers });
}
