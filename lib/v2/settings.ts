/** What a site may say of its checkouts and of plenigo's self-service snippets, as API v2 has them. */

import type { Fields } from '../base/check.js';
import { createRule, plainUpTo, rules, shown } from '../base/rules.js';
import type { Part, Platform } from '../platform/platform.js';

/** What stands in the page beside the checkout string. */
export const pageRules = {
  /** Begin with registration instead of login (only without a login token). Default false. */
  startWithRegistration: rules.boolean,
  /** The page the checkout starts from: absolute http(s) URL, at most 255 characters; on an allowed origin in routes. */
  sourceUrl: rules.webAddress,
  /** Where the customer goes after payment, by the same rules. Default: the current page. */
  targetUrl: rules.webAddress,
  /** At most 50 letters, digits, `_`, `-`, `.` or `:`. */
  affiliateId: plainUpTo(50),
  /** Id of the element that holds the checkout instead of an overlay: at most 100 such characters. */
  elementId: rules.elementId,
};

const settingsRules = {
  /** CSRF token of the site, handed back in the OAuth2 redirect alone. Default: `req.csrfToken()` where it exists. */
  csrfToken: rules.text,
  /** Absolute URL on the site's own or an allowed origin, at most 255 characters. */
  oauth2RedirectUrl: rules.webAddress,
  /** Show the "bought already" screen. */
  showBuyingAgainScreen: rules.boolean,
  /** Show the confirmation screen at the end. */
  showCheckoutConfirmationScreen: rules.boolean,
  /** For the age rule: `YYYY-MM-DD`, plenigo's `MMDDYYYY`, or a Date (its UTC day); 1900-01-01 to today. */
  birthday: createRule<string | Date>(
    'a day from 1900-01-01 to today, as YYYY-MM-DD, MMDDYYYY or a Date',
    (value) => (typeof value === 'string' || value instanceof Date) && formatBirthday(value) !== undefined,
  ),
  /** Prefill the billing address with the customer's name. */
  prefillBillingAddress: rules.boolean,
  /** Default: the option `testMode`, which it may not contradict. */
  testMode: rules.boolean,
  ...pageRules,
};

/** How the checkout behaves; for one page, or for one product on it. */
export interface CheckoutSettings extends Fields<typeof settingsRules> {}

/** Settings may not contradict a test mode that is known. */
export function createSettingsRules(testMode: boolean | undefined): typeof settingsRules {
  if (testMode === undefined) return settingsRules;
  const isSame = createRule<boolean>(`the option testMode, which is ${testMode}`, (value) => value === testMode);
  return { ...settingsRules, testMode: shown(isSame) };
}

/** plenigo's `MMDDYYYY` of a birthday, or undefined if it is no day between 1900-01-01 and today. */
export function formatBirthday(value: string | Date): string | undefined {
  const day = value instanceof Date ? formatDay(value) : value.replace(/^(\d\d)(\d\d)(\d{4})$/, '$3-$1-$2');
  // The Date class moves a day that does not exist (02-30) to the next month: then it is not the day that was given.
  const exists = formatDay(new Date(`${day}T00:00:00Z`)) === day;
  if (!exists || day < '1900-01-01' || day > formatDay(new Date())) return undefined;
  return `${day.slice(5, 7)}${day.slice(8)}${day.slice(0, 4)}`;
}

/** The day in UTC as `YYYY-MM-DD`; empty for a Date that is none. */
const formatDay = (date: Date) => (Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10));

/** Source: plenigo's documentation of `plenigo.Snippet`. */
// biome-ignore format: names read well in rows.
const snippetNames = [
  'PERSONAL_DATA', 'ORDER', 'SUBSCRIPTION', 'PAYMENT_METHODS', 'ADDRESS_DATA', 'BILLING_ADDRESS_DATA',
  'DELIVERY_ADDRESS_DATA', 'BANK_ACCOUNT', 'CREDIT_CARD', 'PERSONAL_DATA_SETTINGS', 'PERSONAL_DATA_ADDRESS',
  'PERSONAL_DATA_PROTECTION', 'PERSONAL_DATA_SOCIAL_MEDIA', 'PERSONAL_DATA_PASSWORD',
] as const;

/** The name of a self-service snippet. */
export type AccountSnippet = (typeof snippetNames)[number];

/** One snippet on a page. */
export interface AccountPart extends Part<AccountSnippet> {}

const sharedRules = {
  /** Where plenigo sends a reader who is logged out there: absolute URL on the site's own or an allowed origin. */
  loggedOutRedirectUrl: rules.webAddress,
};

/** What all snippets of a page share. */
export interface AccountPage extends Fields<typeof sharedRules, 'loggedOutRedirectUrl'> {}

/** The settings of a page with one snippet. */
export interface AccountSettings extends AccountPage, Pick<AccountPart, 'elementId'> {}

export const accountApi = {
  names: snippetNames,
  sharedRules,
  required: ['loggedOutRedirectUrl'],
} satisfies Platform['account'];
