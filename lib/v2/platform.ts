/** API v2 as the platform that middlewares, pages and customers work with. */

import { rules } from '../base/check.js';
import { hasCode } from '../base/errors.js';
import type { Platform } from '../platform/platform.js';
import type { ClickCall } from '../platform/sale.js';
import type { CustomerName } from '../platform/user.js';
import { type AccountSnippetCall, accountApi, renderCheckedAccount } from './account-snippet.js';
import type { PlenigoClient } from './client.js';
import type { CustomerRef } from './customers.js';
import { freeViewOf } from './free-views.js';
import type { PlenigoConfig } from './options.js';
import { createPaymentDataSigner, type PaymentDataClaims, paymentClaims } from './payment-data.js';
import { type CheckoutSettings, checkProduct, type PageParameters, settingsRulesFor, type V2Sale } from './product.js';
import { scripts } from './scripts.js';
import { type CheckoutSnippet, renderCheckedSnippet } from './snippet.js';

/** What is sealed into a page. */
interface V2Terms {
  readonly claims: PaymentDataClaims;
  readonly page: PageParameters;
  /** The site's CSRF token at the time of the click goes into the claims. */
  readonly renewCsrf: boolean;
}

/** The site's user id names the customer: it is known before any search. */
const refOf = ({ userId }: CustomerName): CustomerRef => ({ externalUserId: userId });

export function createPlatform(config: PlenigoConfig, { client }: { client: PlenigoClient }): Platform {
  const { testMode, logger } = config;
  const sign = createPaymentDataSigner(config.signer);
  return {
    companyId: config.companyId,

    /** plenigo makes a login token for customers only. */
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
      const user = { email, externalUserId, failByExistingEmail: true, language, firstName, lastName };
      const customerId = await client.within(budget).registerUser(user);
      return { customerId, how: 'registered', credential: undefined };
    },
    /** No external id or name is sent along: nothing of that customer changes before the link. */
    async link({ id, email, language }, budget) {
      const calls = client.within(budget);
      const customerId = await calls.registerUser({ email, failByExistingEmail: false, language });
      await calls.addExternalCustomerId(customerId, id);
      return { customerId, how: 'linked', credential: undefined };
    },
    changeEmail: ({ customer, email }, budget) => client.within(budget).changeEmail(refOf(customer), email),
    purchases: ({ userId, ids }, budget) => client.within(budget).purchases(refOf({ userId }), ids),
    isPaywallOn: (budget) => client.within(budget).isPaywallEnabled(),
    freeViewOf: (req, isLoggedIn) => freeViewOf(req, config.companyId, isLoggedIn),
    rendersCredentials: true,
    createCredential: ({ customer }, budget) => client.within(budget).createLoginToken(refOf(customer)),

    checkProduct: (product, name) => checkProduct(product, logger, name),
    accessIdRule: rules.productId,
    settingsRules: settingsRulesFor(testMode),
    termsOf({ sale: { product }, settings }: { sale: V2Sale; settings: CheckoutSettings }): V2Terms {
      const { sourceUrl, targetUrl, affiliateId, elementId, startWithRegistration } = settings;
      return {
        claims: paymentClaims(product, settings, testMode),
        page: { sourceUrl, targetUrl, affiliateId, elementId, startWithRegistration },
        renewCsrf: settings.csrfToken === undefined && settings.oauth2RedirectUrl !== undefined,
      };
    },
    callOf({ terms, credential, csrfToken }) {
      const { claims, page, renewCsrf } = terms as V2Terms;
      const { sourceUrl, targetUrl, affiliateId, elementId, startWithRegistration = false } = page;
      const paymentData = sign(renewCsrf ? { ...claims, csrf: csrfToken } : claims);
      const loginToken = credential?.token;
      return { sourceUrl, targetUrl, affiliateId, elementId, paymentData, loginToken, startWithRegistration };
    },
    snippetOf: (call) => renderCheckedSnippet(call as CheckoutSnippet & ClickCall),

    account: accountApi,
    accountView(part, credential) {
      const tag = { ...part, loginToken: credential?.token ?? '' } as AccountSnippetCall;
      return { call: renderCheckedAccount(tag), tag };
    },

    scripts,
    sdkAttributes: (language, isMetered) => ({
      src: config.sdkUrl,
      'data-lang': language,
      'data-disable-metered': isMetered ? undefined : 'true',
    }),
  };
}
