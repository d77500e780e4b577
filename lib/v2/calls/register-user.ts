/** The call that registers a user of the site at plenigo. */

import { argument, checkFields, type Fields, rules } from '../../check.js';
import { textField } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';

const inputRules = {
  email: rules.email,
  /** ISO 639-1. Default: the client's `language`. */
  language: rules.language,
  /** The site's own user id. */
  externalUserId: rules.text,
  firstName: rules.text,
  /** The family name. */
  lastName: rules.text,
  /** plenigo mails the customer a one-time password. Default false. */
  withPasswordReset: rules.boolean,
  /**
   * What happens if a customer has this e-mail address: `true` is the error `email-exists`, `false` answers that
   * customer's id. Default true, unlike plenigo's own: an id together with a login token is that customer's account,
   * so only a site that has verified the address may say `false`.
   */
  failByExistingEmail: rules.boolean,
};

/** A user to register. */
export interface RegisterUserInput extends Fields<typeof inputRules, 'email'> {}

export function registerUserRequest(input: RegisterUserInput, language: string): ApiRequest<string> {
  const subject = argument('registerUser');
  const user = checkFields(input, { rules: inputRules, subject, required: ['email'] });
  const { lastName: name, ...known } = user;
  const body = { language, withPasswordReset: false, failByExistingEmail: true, ...known, name };
  return {
    call: 'registerUser',
    method: 'POST',
    path: '/api/v2/externalUser/register',
    body,
    // Twice, a first registration would look like a foreign customer, and a password would be mailed again.
    repeatable: !body.failByExistingEmail && !body.withPasswordReset,
    parse: (json) => textField(json, 'customerId'),
  };
}
