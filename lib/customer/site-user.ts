/** The user that a site names, checked and brought into one form. */

import { checkValue, fieldOf, rules, type Subject } from '../check.js';
import type { SiteUser } from '../options.js';

/** A user with everything decided: what is absent is unknown. */
export interface KnownUser {
  readonly id: string;
  readonly email: string;
  /** The address may lead to an existing customer. */
  readonly emailVerified: boolean;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly language: string | undefined;
}

const field = (name: string): Subject => ({ name: `user.${name}`, code: 'invalid-argument' });

/** Databases hand out `null` and `''` for what nobody filled in. */
const optionalText = (value: unknown): string | undefined =>
  rules.text.test(value) ? (value as string) : undefined;

/**
 * Reads only the six known fields: a site may hand over its whole user object, password hash and all.
 * @throws PlenigoArgumentError `invalid-argument` if id or e-mail is missing or wrong.
 */
export function checkSiteUser(user: SiteUser, trustEmails: boolean): KnownUser {
  const read = (name: keyof SiteUser) => fieldOf(user, name);
  const given = read('id');
  const email = read('email');
  const language = read('language');
  // Databases number their users; plenigo's ids are strings.
  const id = Number.isSafeInteger(given) || typeof given === 'bigint' ? String(given) : given;
  checkValue(id, { rule: rules.text, subject: field('id') });
  checkValue(email, { rule: rules.email, subject: field('email') });
  return {
    id: id as string,
    email: email as string,
    // Only `true` itself is a proof; "false" or 0 from a loosely typed profile is none.
    emailVerified: trustEmails || read('emailVerified') === true,
    firstName: optionalText(read('firstName')),
    lastName: optionalText(read('lastName')),
    // A language plenigo cannot use is worth less than the site's default, not an error page.
    language: rules.language.test(language) ? (language as string) : undefined,
  };
}
