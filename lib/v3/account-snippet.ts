/** plenigo's self-service snippets as API v3 has them. */

import { checkAccountParts, type Part } from '../account-parts.js';
import { oneOf, type Rules } from '../check.js';
import type { Platform } from '../platform.js';

/** Source: plenigo's browser guide. */
const snippetNames = [
  'DASHBOARD',
  'PERSONAL_DATA',
  'PERSONAL_DATA_ADDRESS',
  'PERSONAL_DATA_SETTINGS',
  'PERSONAL_DATA_PASSWORD',
  'PERSONAL_DATA_PROTECTION',
  'ADDRESS_DATA',
  'BILLING_ADDRESS_DATA',
  'DELIVERY_ADDRESS_DATA',
  'ORDER',
  'INVOICE',
  'SUBSCRIPTION',
  'PAYMENT_METHODS',
  'CREDIT_CARD',
  'BANK_ACCOUNT',
  'TERMS_AND_CONDITIONS',
  'NEWSLETTER',
  'MULTI_USER_ACCOUNTS',
  'OPT_IN',
] as const;

/** The name of a self-service snippet. */
export type AccountSnippet = (typeof snippetNames)[number];

/** One snippet on a page. */
export interface AccountPart extends Part<AccountSnippet> {}

/** What all snippets of a page share. */
export interface AccountPage {
  /** plenigo's own navigation between its pages. Default `OFF`. */
  navigation?: 'OFF' | 'HORIZONTAL' | 'VERTICAL' | undefined;
}

/** The settings of a page with one snippet. */
export interface AccountSettings extends AccountPage, Pick<AccountPart, 'elementId'> {}

const pageRules: Rules<AccountPage> = { navigation: oneOf(['OFF', 'HORIZONTAL', 'VERTICAL']) };

/** The part of the platform that pages see of it: the token comes later, and no page is told one. */
export const accountPages: Pick<Platform, 'checkAccount' | 'accountView'> = {
  checkAccount: ({ snippet, settings = {} }) =>
    checkAccountParts({ snippet, settings }, { names: snippetNames, pageRules, required: [] }),
  accountView: (part) => ({ tag: part }),
};
