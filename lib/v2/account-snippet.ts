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

/** A part that is checked, with what all parts of a page share. */
export interface AccountCall extends AccountPart, AccountPage {}

/** What all snippets of a page share. */
export interface AccountPage {
  /** Where plenigo sends a reader who is logged out there: absolute URL on the site's own or an allowed origin. */
  loggedOutRedirectUrl: string;
}

/** The settings of a page with one snippet. */
export interface AccountSettings extends AccountPage, Pick<AccountPart, 'elementId'> {}

const elementId = plainUpTo(100);
const partRules: Rules<AccountPart> = { snippet: oneOf(snippetNames), elementId };
const pageRules: Rules<AccountPage> = { loggedOutRedirectUrl: rules.webAddress };
const settingsRules: Rules<AccountSettings> = { ...pageRules, elementId };

/** Subject of complaints about an account page. */
export const accountSubject: Subject = { name: 'account', code: 'invalid-argument' };

/**
 * The calls of a page with one snippet, named in `snippet`, or with several.
 * @throws PlenigoArgumentError `invalid-argument`.
 */
export function checkAccountCalls(
  snippet: AccountSnippet | readonly AccountPart[],
  settings: AccountSettings | AccountPage,
): AccountCall[] {
  if (typeof snippet !== 'string') {
    const page = checkFields<AccountPage>(settings, {
      rules: pageRules,
      subject: accountSubject,
      required: ['loggedOutRedirectUrl'],
    }) as AccountPage;
    return checkParts(snippet).map((part) => ({ ...part, ...page }));
  }
  const { elementId, loggedOutRedirectUrl } = checkFields<AccountSettings>(settings, {
    rules: settingsRules,
    subject: accountSubject,
    required: ['elementId', 'loggedOutRedirectUrl'],
  }) as AccountSettings;
  return checkParts([{ snippet, elementId }]).map((part) => ({ ...part, loggedOutRedirectUrl }));
}

function checkParts(parts: readonly AccountPart[]): AccountPart[] {
  if (!Array.isArray(parts) || parts.length === 0) {
    refuse(accountSubject, 'account: expected the name of a snippet, or a list of at least one snippet');
  }
  const required = ['snippet', 'elementId'] as const;
  const checked = parts.map(
    (part) => checkFields(part, { rules: partRules, subject: accountSubject, required }) as AccountPart,
  );
  if (new Set(checked.map(({ elementId }) => elementId)).size < checked.length) {
    refuse(accountSubject, 'account: each snippet needs an elementId of its own');
  }
  return checked;
}

/** The JavaScript call that plenigo documents; right in an attribute and in a script, raw and escaped. */
export function renderAccountSnippet(call: AccountCall, loginToken: string): string {
  const { elementId, snippet, loggedOutRedirectUrl } = call;
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
