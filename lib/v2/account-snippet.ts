/** plenigo's self-service snippets as API v2 has them: which there are, and the call that shows one in a page. */

import { type AccountApi, elementIdRule, type Part } from '../base/account-parts.js';
import { argument, checkFields, type Fields } from '../base/check.js';
import { literal } from '../base/escape.js';
import { oneOf, rules } from '../base/rules.js';

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

/** What `account()` takes. */
export const accountApi: AccountApi = { names: snippetNames, sharedRules, required: ['loggedOutRedirectUrl'] };

/** What `renderAccountSnippet` makes a call of; `loggedOutRedirectUrl` may be any absolute http(s) URL, at most 255 characters. */
export interface AccountSnippetCall extends AccountPart, AccountPage {
  /** Each call needs a fresh one, because it is good once. */
  loginToken: string;
}

const callRules = { snippet: oneOf(snippetNames), elementId: elementIdRule, ...sharedRules, loginToken: rules.text };

/**
 * The JavaScript call that plenigo documents for a self-service snippet, right wherever `renderCheckoutSnippet`'s is.
 * Whoever has it can open the customer's account once, so it belongs into a page that no cache keeps.
 * @throws PlenigoArgumentError `invalid-argument` if a field is unknown, missing or wrong.
 */
export function renderAccountSnippet(snippet: AccountSnippetCall): string {
  const required = Object.keys(callRules) as (keyof AccountSnippetCall)[];
  return renderCheckedAccount(checkFields(snippet, { rules: callRules, subject: argument('snippet'), required }));
}

export function renderCheckedAccount(call: AccountSnippetCall): string {
  const { elementId, snippet, loggedOutRedirectUrl, loginToken } = call;
  const where = `elementId:${literal(elementId)},snippetId:plenigo.Snippet.${snippet}`;
  const who = `loggedOutRedirectUrl:${literal(loggedOutRedirectUrl)},loginToken:${literal(loginToken)}`;
  return `plenigo.renderSnippet({${where},${who}})`;
}
