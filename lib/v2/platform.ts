/** API v2 as the platform that middlewares, pages and customers work with. */

import { LRUCache } from 'lru-cache';
import { hasCode } from '../base/errors.js';
import { memo } from '../base/memo.js';
import { readAddress, rules } from '../base/rules.js';
import { accountTexts, clickTexts } from '../base/texts.js';
import { account, checkout, later } from '../generated/v2-scripts.js';
import type { Platform } from '../platform/platform.js';
import type { PlenigoClient } from './client.js';
import { findFreeView } from './free-views.js';
import type { PlenigoConfig } from './options.js';
import { checkProduct, createTerms, type V2Sale, type V2Terms } from './product.js';
import { accountApi, type CheckoutSettings, createSettingsRules } from './settings.js';
import { type AccountSnippetCall, renderCheckedAccount, renderCheckedSnippet } from './snippet.js';

export const scripts: Platform['scripts'] = {
  checkout: { code: checkout, says: clickTexts, later: { code: later, says: { thanks: 'thanks' } } },
  account: { code: account, says: accountTexts },
};

/** Every call names a customer by the site's user id, because that is known before any search. */
export function createPlatform(config: PlenigoConfig, { client }: { client: PlenigoClient }): Platform {
  const { testMode, reporter, signer } = config;
  // What is sold on a page is mostly the same for all its readers, and signing it costs more than the rest of the page.
  // Each takes about 300 bytes.
  const signed = new LRUCache<string, string>({ max: 1000, memoMethod: (claims) => signer.sign(JSON.parse(claims)) });
  const signedOf = new WeakMap<object, string>();
  return {
    companyId: config.companyId,

    /** plenigo makes login tokens for its customers only, so a token proves that there is one. */
    async findCustomer({ id }, budget) {
      try {
        const credential = await client.within(budget).createLoginToken({ externalUserId: id });
        return { customerId: undefined, how: 'known', credential };
      } catch (error) {
        if (hasCode(error, 'customer-not-found')) return undefined;
        throw error;
      }
    },
    async register({ id: externalUserId, email, language, firstName, lastName }, budget) {
      const user = { email, externalUserId, language, firstName, lastName };
      const customerId = await client.within(budget).registerUser(user);
      return { customerId, how: 'registered', credential: undefined };
    },
    /** The registration sends no external id and no name, so that nothing of that customer changes before the link. */
    async link({ id, email, language }, budget) {
      const calls = client.within(budget);
      const customerId = await calls.registerUser({ email, failByExistingEmail: false, language });
      await calls.addExternalCustomerId(customerId, id);
      return { customerId, how: 'linked', credential: undefined };
    },
    changeEmail: ({ userId, email }, budget) => client.within(budget).changeEmail({ externalUserId: userId }, email),
    findPurchases: ({ userId, ids }, budget) => client.within(budget).findPurchases({ externalUserId: userId }, ids),
    isPaywallOn: (budget) => client.within(budget).isPaywallEnabled(),
    findFreeView: (req, isLoggedIn) => findFreeView(req, config.companyId, isLoggedIn),
    searchesAtLogin: false,
    rendersCredentials: true,
    createCredential: ({ user }, budget) => client.within(budget).createLoginToken({ externalUserId: user.id }),
    async redeemVoucher({ user, req, code }, budget) {
      await client.within(budget).redeemVoucher({ externalUserId: user.id }, code, readAddress(req.ip, reporter));
      return undefined;
    },

    checkProduct: (product, name) => checkProduct(product, name, reporter),
    async findPrice(id, budget) {
      const product = await client.within(budget).product(id);
      const { title, price = -1, currency = '', term = '' } = product ?? {};
      // What the reader chooses, what shipping is added to, and what changes after a while is no price that a page can name.
      const isOpen = product?.choosePrice || product?.shippingCost || product?.actionPeriodName !== undefined;
      if (price < 0 || isOpen || !rules.currency.test(currency)) return undefined;
      // How plenigo writes terms is not known, so only those count that name their unit.
      const [, period, timespan] = /^(\d+) (day|week|month|year)s?$/i.exec(term) ?? [];
      const interval = timespan && { interval: { period: Number(period), timespan: timespan.toUpperCase() } };
      return { id, title, amount: price, currency, ...interval };
    },
    accessIdRule: rules.productId,
    settingsRules: createSettingsRules(testMode),
    createTerms: ({ sale, settings }: { sale: V2Sale; settings: CheckoutSettings }) =>
      createTerms(sale.product, settings, testMode),
    createCall({ terms, credential, csrfToken }) {
      const { claims, page } = terms as V2Terms;
      // The token of the site at the time of the click, where the settings name none.
      const isWithoutCsrf = claims.sso !== undefined && claims.csrf === undefined;
      const whole = isWithoutCsrf ? { ...claims, csrf: csrfToken } : claims;
      // A route with a fixed product has the same claims on every page.
      const paymentData = memo(signedOf, whole, () => signed.memo(JSON.stringify(whole)));
      return { ...page, paymentData, loginToken: credential?.token };
    },
    renderCall: renderCheckedSnippet,

    account: accountApi,
    describePart(part, credential) {
      const tag = { ...part, loginToken: credential?.token ?? '' } as AccountSnippetCall;
      return { call: renderCheckedAccount(tag), tag };
    },

    scripts,
    createSdkAttributes(language, isMetered) {
      return { src: config.sdkUrl, 'data-lang': language, 'data-disable-metered': isMetered ? undefined : 'true' };
    },
  };
}
