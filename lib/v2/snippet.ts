/** The JavaScript calls of plenigo's browser SDK in a page: one starts the checkout, one shows a self-service snippet. */

import { argument, checkFields, type Fields } from '../base/check.js';
import { literal } from '../base/escape.js';
import { oneOf, rules } from '../base/rules.js';
import type { ClickCall } from '../platform/sale.js';
import { type AccountPage, type AccountPart, accountApi, pageRules } from './settings.js';

const ownRules = {
  /** The signed checkout string from `createPaymentData`. */
  paymentData: rules.text,
  /** With it the snippet calls `plenigo.checkoutWithRemoteLogin`, without it `plenigo.checkout`. */
  loginToken: rules.text,
};

/** The parts of a checkout snippet. */
export interface CheckoutSnippet extends Fields<typeof ownRules, 'paymentData'>, Fields<typeof pageRules> {}

/**
 * The JavaScript call as one expression without a semicolon. It is right everywhere, raw or escaped: in an attribute, a
 * `<script>` element and a `javascript:` address, because it has none of the characters that are special there.
 * @throws PlenigoArgumentError `invalid-argument` if a field is unknown, missing or wrong.
 */
export function renderCheckoutSnippet(snippet: CheckoutSnippet): string {
  const known = { ...ownRules, ...pageRules };
  const subject = argument('snippet');
  return renderCheckedSnippet(checkFields(snippet, { rules: known, subject, required: ['paymentData'] }));
}

/** Whoever calls this has an object with every field, or without a prototype: nothing that objects inherit is rendered. */
const fields = Object.keys({ ...ownRules, ...pageRules });

export function renderCheckedSnippet(call: ClickCall): string {
  const parts: string[] = [];
  for (const field of fields) {
    // plenigo's SDK for PHP sends `startWithRegistration` in both calls.
    const value = call[field] ?? (field === 'startWithRegistration' ? false : undefined);
    if (value !== undefined) parts.push(`${field}:${typeof value === 'string' ? literal(value) : value}`);
  }
  return `plenigo.${call.loginToken === undefined ? 'checkout' : 'checkoutWithRemoteLogin'}({${parts.join()}})`;
}

/** What `renderAccountSnippet` makes a call of; `loggedOutRedirectUrl` may be any absolute http(s) URL, at most 255 characters. */
export interface AccountSnippetCall extends AccountPart, AccountPage {
  /** Each call needs a fresh one, because it is good once. */
  loginToken: string;
}

const { names, sharedRules } = accountApi;
const accountRules = { snippet: oneOf(names), elementId: rules.elementId, ...sharedRules, loginToken: rules.text };

/**
 * The JavaScript call that plenigo documents for a self-service snippet, right wherever `renderCheckoutSnippet`'s is.
 * Whoever has it can open the customer's account once, so it belongs into a page that no cache keeps.
 * @throws PlenigoArgumentError `invalid-argument` if a field is unknown, missing or wrong.
 */
export function renderAccountSnippet(snippet: AccountSnippetCall): string {
  const required = Object.keys(accountRules) as (keyof AccountSnippetCall)[];
  return renderCheckedAccount(checkFields(snippet, { rules: accountRules, subject: argument('snippet'), required }));
}

export function renderCheckedAccount(call: AccountSnippetCall): string {
  const { elementId, snippet, loggedOutRedirectUrl, loginToken } = call;
  const where = `elementId:${literal(elementId)},snippetId:plenigo.Snippet.${snippet}`;
  const who = `loggedOutRedirectUrl:${literal(loggedOutRedirectUrl)},loginToken:${literal(loginToken)}`;
  return `plenigo.renderSnippet({${where},${who}})`;
}
