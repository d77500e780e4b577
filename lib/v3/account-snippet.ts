/** plenigo's self-service snippets as API v3 has them: which there are, and what a page says of them. */

import type { AccountApi, Part } from '../base/account-parts.js';
import type { Fields } from '../base/check.js';
import { countUpTo, oneOf, someOf } from '../base/rules.js';

/** Source: plenigo's browser guide. */
// biome-ignore format: names read well in rows.
const snippetNames = [
  'DASHBOARD', 'PERSONAL_DATA', 'PERSONAL_DATA_ADDRESS', 'PERSONAL_DATA_SETTINGS', 'PERSONAL_DATA_PASSWORD',
  'PERSONAL_DATA_PROTECTION', 'ADDRESS_DATA', 'BILLING_ADDRESS_DATA', 'DELIVERY_ADDRESS_DATA', 'ORDER', 'INVOICE',
  'SUBSCRIPTION', 'PAYMENT_METHODS', 'CREDIT_CARD', 'BANK_ACCOUNT', 'TERMS_AND_CONDITIONS', 'NEWSLETTER',
  'MULTI_USER_ACCOUNTS', 'OPT_IN',
] as const;

// biome-ignore format: names read well in rows.
const tiles = [
  'PERSONAL_DATA', 'USER_ADMINISTRATION', 'PAYMENT', 'ADDRESS', 'INVOICES', 'SUBSCRIPTIONS', 'WALLETS',
] as const;

/** The name of a self-service snippet. */
export type AccountSnippet = (typeof snippetNames)[number];

/** One snippet on a page. */
export interface AccountPart extends Part<AccountSnippet> {}

const sharedRules = {
  /** plenigo's own navigation between its pages. Default `OFF`. */
  navigation: oneOf(['OFF', 'HORIZONTAL', 'VERTICAL']),
  /** The one subscription that `SUBSCRIPTION` shows, by plenigo's number: one of the reader's own. Default: all of them. */
  subscriptionId: countUpTo(Number.MAX_SAFE_INTEGER),
  /** Which tiles `DASHBOARD` has, and in which order. Default: plenigo's own. */
  orderTiles: someOf(tiles),
  /** Keeps name and address of the login away. plenigo's documents agree on no other value. Default: plenigo's own. */
  personalDetails: oneOf(['HIDE']),
};

/** What all snippets of a page share. */
export interface AccountPage extends Fields<typeof sharedRules> {}

/** The settings of a page with one snippet. */
export interface AccountSettings extends AccountPage, Pick<AccountPart, 'elementId'> {}

/** What `account()` takes. */
export const accountApi: AccountApi = { names: snippetNames, sharedRules, required: [] };
