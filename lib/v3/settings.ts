/** What a site may say of its checkouts and of plenigo's self-service snippets, as API v3 has them. The source of each is plenigo's API description or its browser guide. */

import { type Fields, isObject } from '../base/check.js';
import {
  countUpTo,
  createRule,
  matching,
  oneOf,
  parseWebAddress,
  plainUpTo,
  rules,
  shapeOf,
  someOf,
  upTo,
  webAddressUpTo,
} from '../base/rules.js';
import type { Part, Platform } from '../platform/platform.js';

const text = upTo(100);
const marks = { source: text, medium: text, campaign: text, term: text, content: text };
const flag = rules.boolean;
const isNote = ([name, note]: [string, unknown]) => upTo(30).test(name) && upTo(200).test(note);
const isData = (value: unknown) => isObject(value) && !Array.isArray(value) && Object.entries(value).every(isNote);

/** plenigo takes these under the same names. */
export const purchaseSettings = {
  /** Whether it can be bought for somebody else: must be (`FORCE_`), can be (`SHOW_`, `PRESELECT_`), or not. Default `HIDE_GIFT_OPTION`. */
  giftOption: oneOf(['FORCE_GIFT_OPTION', 'HIDE_GIFT_OPTION', 'SHOW_GIFT_OPTION', 'PRESELECT_GIFT_OPTION']),
  /** Only these of the ways to pay that are set up at plenigo. Default: all. */
  // biome-ignore format: names read well in rows.
  allowedPaymentMethods: someOf([
    'AMAZON_PAY', 'APPLE_PAY', 'BANK_ACCOUNT', 'BILLING', 'CREDIT_CARD', 'GOOGLE_PAY', 'IDEAL', 'PAYPAL', 'POSTFINANCE',
    'SOFORT', 'TWINT', 'ZERO',
  ]),
  /** Sell it also to customers who have it. Default false. */
  allowMultiplePurchases: flag,
};

export const settingsRules = {
  /** The page the checkout starts from: absolute http(s) URL on the site's own or an allowed origin, kept with the order. */
  sourceUrl: rules.webAddress,
  /** Where the reader goes after the purchase, by the same rules. Default: the current page. */
  targetUrl: rules.webAddress,
  /** Where a payment page leads back to, by the same rules; at most 220 characters. Default: the current page. */
  returnUrl: webAddressUpTo(220),
  /** At most 100 letters, digits, `_`, `-`, `.` or `:`, kept with the order. */
  affiliateId: plainUpTo(100),
  /** The same. */
  partnerId: plainUpTo(100),
  /** Where the reader came from, kept with the order: `source`, `medium`, `campaign`, `term`, `content`, of at most 100 characters. */
  utm: shapeOf(`source, medium, campaign, term and content, each ${text.expected}`, marks),
  /** What else is kept with the order: texts of at most 200 characters, by names of at most 30. The page holds it, so nothing secret. */
  data: createRule<Readonly<Record<string, string>>>('texts of at most 200 characters, by names of at most 30', isData),
  ...purchaseSettings,
  /** When a subscription begins. Default: at once. */
  startDate: rules.date,
  /** plenigo's checkout asks for a voucher code `first`, or never (`hidden`). Default: it has a field for one. */
  voucherInput: oneOf(['first', 'hidden']),
  /** The id of a variant of plenigo's checkout, such as `fastTrack`. */
  variant: matching('2 to 30 letters, digits or "-"', /^[a-zA-Z0-9-]{2,30}$/),
  /** Id of the element of the page that holds the checkout. Without it, and where there is no such element, it is a dialog. */
  elementId: rules.elementId,
  /** Names plenigo's frame for readers who do not see it. Default: plenigo's own. */
  title: text,
  /** https address of a style sheet for plenigo's frame. Its host must allow that by CORS. */
  customCss: createRule('an https URL', (value) => parseWebAddress(value)?.protocol === 'https:'),
  /** Forms of address that the checkout does not offer. */
  filterSalutations: someOf(['DIVERSE', 'NONE', 'MR', 'MRS']),
  /** Further fields that the checkout asks for: `postbox`, `phoneNumber`, each true or false. */
  address: shapeOf('postbox and phoneNumber, each true or false', { postbox: flag, phoneNumber: flag }),
};

/** How the checkout behaves; for one page, or for one product on it. */
export interface CheckoutSettings extends Fields<typeof settingsRules> {}

// biome-ignore format: names read well in rows.
const snippetNames = [
  'DASHBOARD', 'PERSONAL_DATA', 'PERSONAL_DATA_ADDRESS', 'PERSONAL_DATA_SETTINGS', 'PERSONAL_DATA_PASSWORD',
  'PERSONAL_DATA_PROTECTION', 'ADDRESS_DATA', 'BILLING_ADDRESS_DATA', 'DELIVERY_ADDRESS_DATA', 'ORDER', 'INVOICE',
  'SUBSCRIPTION', 'PAYMENT_METHODS', 'CREDIT_CARD', 'BANK_ACCOUNT', 'TERMS_AND_CONDITIONS', 'NEWSLETTER',
  'MULTI_USER_ACCOUNTS', 'OPT_IN',
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
  // biome-ignore format: names read well in rows.
  orderTiles: someOf([
    'PERSONAL_DATA', 'USER_ADMINISTRATION', 'PAYMENT', 'ADDRESS', 'INVOICES', 'SUBSCRIPTIONS', 'WALLETS',
  ]),
  /** Keeps name and address of the login away. plenigo's documents agree on no other value. Default: plenigo's own. */
  personalDetails: oneOf(['HIDE']),
};

/** What all snippets of a page share. */
export interface AccountPage extends Fields<typeof sharedRules> {}

/** The settings of a page with one snippet. */
export interface AccountSettings extends AccountPage, Pick<AccountPart, 'elementId'> {}

export const accountApi: Platform['account'] = { names: snippetNames, sharedRules, required: [] };
