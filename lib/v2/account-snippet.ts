/** plenigo's self-service snippets: which there are, and how a page shows one. */

import { checkFields, oneOf, plainUpTo, type Rules, refuse, rules, type Subject } from '../check.js';
import { literal, renderElement } from '../escape.js';

/** Source: plenigo's documentation of `plenigo.Snippet`. */
const snippetNames = [
  'PERSONAL_DATA',
  'ORDER',
  'SUBSCRIPTION',
  'PAYMENT_METHODS',
  'ADDRESS_DATA',
  'BILLING_ADDRESS_DATA',
  'DELIVERY_ADDRESS_DATA',
  'BANK_ACCOUNT',
  'CREDIT_CARD',
  'PERSONAL_DATA_SETTINGS',
  'PERSONAL_DATA_ADDRESS',
  'PERSONAL_DATA_PROTECTION',
  'PERSONAL_DATA_SOCIAL_MEDIA',
  'PERSONAL_DATA_PASSWORD',
] as const;

/** The name of a self-service snippet. */
export type AccountSnippet = (typeof snippetNames)[number];

/** One snippet on a page. */
export interface AccountPart {
  snippet: AccountSnippet;
  /** Id of the element that holds it, unique in the page: at most 100 letters, digits, `_`, `-`, `.` or `:`. */
  elementId: string;
}

/** What all snippets of a page share. */
export interface AccountPage {
  /** Where plenigo sends a reader who is logged out there: absolute URL on the site's own or an allowed origin. */
  loggedOutRedirectUrl: string;
}

/** The settings of a page with one snippet. */
export interface AccountSettings extends AccountPage, Pick<AccountPart, 'elementId'> {}

/** A part of a page, checked. */
export type AccountCall = AccountPart & AccountPage;

/** What `renderAccountSnippet` makes a call of; `loggedOutRedirectUrl` may be any absolute http(s) URL, at most 255 characters. */
export interface AccountSnippetCall extends AccountPart, AccountPage {
  /** A fresh one for each call: it is good once. */
  loginToken: string;
}

const elementId = plainUpTo(100);
const partRules: Rules<AccountPart> = { snippet: oneOf(snippetNames), elementId };
const pageRules: Rules<AccountPage> = { loggedOutRedirectUrl: rules.webAddress };
const settingsRules: Rules<AccountSettings> = { elementId, ...pageRules };
const snippetRules: Rules<AccountSnippetCall> = { ...partRules, ...pageRules, loginToken: rules.text };

/** All fields are required. */
function check<T extends object>(input: unknown, { rules, name }: { rules: Rules<T>; name: string }): T {
  const required = Object.keys(rules) as (keyof T)[];
  return checkFields(input, { rules, subject: { name, code: 'invalid-argument' }, required });
}

/**
 * The calls of a page with one snippet, named in `snippet`, or with several.
 * @throws PlenigoArgumentError `invalid-argument`.
 */
export function checkAccountCalls(snippet: unknown, settings: unknown): AccountCall[] {
  const name = 'account';
  if (typeof snippet === 'string') {
    const { elementId, ...page } = check(settings, { rules: settingsRules, name });
    return checkAccountCalls([{ snippet, elementId }], page);
  }
  const page = check(settings, { rules: pageRules, name });
  const subject: Subject = { name, code: 'invalid-argument' };
  if (!Array.isArray(snippet) || snippet.length === 0) {
    refuse(subject, 'account: expected the name of a snippet, or a list of at least one snippet');
  }
  const parts = snippet.map((part) => check(part, { rules: partRules, name }));
  if (new Set(parts.map(({ elementId }) => elementId)).size < parts.length) {
    refuse(subject, 'account: each snippet needs an elementId of its own');
  }
  return parts.map((part) => ({ ...part, ...page }));
}

/**
 * The JavaScript call that plenigo documents for a self-service snippet, as one expression without a semicolon; right
 * in an attribute and in a script, raw and escaped, like that of `renderCheckoutSnippet`. Whoever has it can open the
 * customer's account once, so it belongs into a page that no cache keeps.
 * @throws PlenigoArgumentError `invalid-argument` if a field is unknown, missing or wrong.
 */
export function renderAccountSnippet(snippet: AccountSnippetCall): string {
  return renderCheckedAccount(check(snippet, { rules: snippetRules, name: 'snippet' }));
}

/** The call of fields that are checked already. */
export function renderCheckedAccount(call: AccountSnippetCall): string {
  const { elementId, snippet, loggedOutRedirectUrl, loginToken } = call;
  const fields = [
    `elementId:${literal(elementId)}`,
    `snippetId:plenigo.Snippet.${snippet}`,
    `loggedOutRedirectUrl:${literal(loggedOutRedirectUrl)}`,
    `loginToken:${literal(loginToken)}`,
  ];
  return `plenigo.renderSnippet({${fields.join(',')}})`;
}

/** The element that this package's script fills, without inline script. The token stands in the script's own tag. */
export function renderAccountElement({ elementId, snippet }: AccountPart): string {
  return renderElement('div', { id: elementId, 'data-plenigo-snippet': snippet });
}
