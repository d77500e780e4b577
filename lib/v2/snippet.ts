/** The checkout snippet: the JavaScript call that a page makes to start the checkout. */

import { argument, checkFields, type Fields } from '../base/check.js';
import { literal } from '../base/escape.js';
import { rules } from '../base/rules.js';
import { type PageParameters, pageParameterRules } from './product.js';

const ownRules = {
  /** The signed checkout string from `createPaymentData`. */
  paymentData: rules.text,
  /** With it the snippet calls `plenigo.checkoutWithRemoteLogin`, without it `plenigo.checkout`. */
  loginToken: rules.text,
};
const snippetRules = { ...ownRules, ...pageParameterRules };

/** The parts of a checkout snippet. */
export interface CheckoutSnippet extends PageParameters, Fields<typeof ownRules, 'paymentData'> {}

/**
 * The JavaScript call as one expression without a semicolon. It is right everywhere, raw or escaped: in an attribute, a
 * `<script>` element and a `javascript:` address, because it has none of the characters that are special there.
 * @throws PlenigoArgumentError `invalid-argument` if a field is unknown, missing or wrong.
 */
export function renderCheckoutSnippet(snippet: CheckoutSnippet): string {
  const subject = argument('snippet');
  return renderCheckedSnippet(checkFields(snippet, { rules: snippetRules, subject, required: ['paymentData'] }));
}

export function renderCheckedSnippet(call: CheckoutSnippet): string {
  const { paymentData, loginToken, startWithRegistration = false } = call;
  let parts = `paymentData:${literal(paymentData)}`;
  if (loginToken !== undefined) parts += `,loginToken:${literal(loginToken)}`;
  // plenigo's SDK for PHP sends it in both calls.
  parts += `,startWithRegistration:${startWithRegistration}`;
  for (const key of ['sourceUrl', 'targetUrl', 'affiliateId', 'elementId'] as const) {
    const value = call[key];
    if (value !== undefined) parts += `,${key}:${literal(value)}`;
  }
  return `plenigo.${loginToken === undefined ? 'checkout' : 'checkoutWithRemoteLogin'}({${parts}})`;
}
