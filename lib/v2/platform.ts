/** API v2 as the platform that middlewares, pages and customers work with. */

import { hasCode } from '../base/errors.js';
import { rules } from '../base/rules.js';
import type { Platform } from '../platform/platform.js';
import type { ClickCall } from '../platform/sale.js';
import { type AccountSnippetCall, accountApi, renderCheckedAccount } from './account-snippet.js';
import type { PlenigoClient } from './client.js';
import type { CustomerRef } from './customers.js';
import { findFreeView } from './free-views.js';
import type { PlenigoConfig } from './options.js';
import { createClaims, createPaymentDataSigner, type PaymentDataClaims } from './payment-data.js';
import {
  type CheckoutSettings,
  checkProduct,
  createSettingsRules,
  type PageParameters,
  type V2Sale,
} from './product.js';
import { scripts } from './scripts.js';
import { type CheckoutSnippet, renderCheckedSnippet } from './snippet.js';

/** What is sealed into a page. */
interface V2Terms {
  readonly claims: PaymentDataClaims;
  readonly page: PageParameters;
  /** Whether the claims get the CSRF token that the site has at the time of the click. */
  readonly renewCsrf: boolean;
}

/** Every call names a customer by the site's user id, because that is known before any search. */
const nameCustomer = (userId: string): CustomerRef => ({ externalUserId: userId });

export function createPlatform(config: PlenigoConfig, { client }: { client: PlenigoClient }): Platform {
  const { testMode, reporter } = config;
  const sign = createPaymentDataSigner(config.signer);
  return {
    companyId: config.companyId,

    /** plenigo makes login tokens for its customers only, so a token proves that there is one. */
    async findCustomer({ id }, budget) {
      try {
        const credential = await client.within(budget).createLoginToken(nameCustomer(id));
        return { customerId: undefined, how: 'known', credential };
      } catch (error) {
        if (hasCode(error, 'customer-not-found')) return undefined;
        throw error;
      }
    },
    async register({ id: externalUserId, email, language, firstName, lastName }, budget) {
      const user = { email, externalUserId, failByExistingEmail: true, language, firstName, lastName };
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
    changeEmail: ({ customer, email }, budget) =>
      client.within(budget).changeEmail(nameCustomer(customer.userId), email),
    findPurchases: ({ userId, ids }, budget) => client.within(budget).findPurchases(nameCustomer(userId), ids),
    isPaywallOn: (budget) => client.within(budget).isPaywallEnabled(),
    findFreeView: (req, isLoggedIn) => findFreeView(req, config.companyId, isLoggedIn),
    rendersCredentials: true,
    createCredential: ({ customer }, budget) => client.within(budget).createLoginToken(nameCustomer(customer.userId)),

    checkProduct: (product, name) => checkProduct(product, { name, logger: reporter }),
    accessIdRule: rules.productId,
    settingsRules: createSettingsRules(testMode),
    createTerms({ sale: { product }, settings }: { sale: V2Sale; settings: CheckoutSettings }): V2Terms {
      const { sourceUrl, targetUrl, affiliateId, elementId, startWithRegistration } = settings;
      return {
        claims: createClaims(product, settings, testMode),
        page: { sourceUrl, targetUrl, affiliateId, elementId, startWithRegistration },
        renewCsrf: settings.csrfToken === undefined && settings.oauth2RedirectUrl !== undefined,
      };
    },
    createCall({ terms, credential, csrfToken }) {
      const { claims, page, renewCsrf } = terms as V2Terms;
      const { sourceUrl, targetUrl, affiliateId, elementId, startWithRegistration = false } = page;
      const paymentData = sign(renewCsrf ? { ...claims, csrf: csrfToken } : claims);
      const loginToken = credential?.token;
      return { sourceUrl, targetUrl, affiliateId, elementId, paymentData, loginToken, startWithRegistration };
    },
    renderCall: (call) => renderCheckedSnippet(call as CheckoutSnippet & ClickCall),

    account: accountApi,
    describePart(part, credential) {
      const tag = { ...part, loginToken: credential?.token ?? '' } as AccountSnippetCall;
      return { call: renderCheckedAccount(tag), tag };
    },

    scripts,
    createSdkAttributes: (language, isMetered) => ({
      src: config.sdkUrl,
      'data-lang': language,
      'data-disable-metered': isMetered ? undefined : 'true',
    }),
  };
}
