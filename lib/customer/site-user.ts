/** The user that a site names, checked and brought into one form. */

import { argument, checkValue, fieldOf } from '../base/check.js';
import type { SiteConfig, SiteUser } from '../base/options.js';
import { rules } from '../base/rules.js';
import type { KnownUser } from '../platform/user.js';

/** Longer names than plenigo keeps (its API v3 says 100 characters) are cut, not sent. */
const NAME_LENGTH = 100;

/** Databases hand out `null` and `''` for what nobody filled in, and services may fail at control characters. */
function name(value: unknown): string | undefined {
  if (!rules.text.test(value)) return undefined;
  const plain = (value as string).replace(/\p{Cc}/gu, '').slice(0, NAME_LENGTH);
  return plain === '' ? undefined : plain.toWellFormed();
}

/**
 * Reads only the six known fields: a site may hand over its whole user object, password hash and all.
 * @throws PlenigoArgumentError `invalid-argument` if the id is missing or wrong, or the e-mail is none.
 */
export function checkSiteUser(
  user: SiteUser,
  { trustEmails, requireVerifiedEmail }: Pick<SiteConfig, 'trustEmails' | 'requireVerifiedEmail'>,
): KnownUser {
  checkValue(user, { rule: rules.object, subject: argument('user') });
  const read = (name: keyof SiteUser) => fieldOf(user, name);
  const given = read('id');
  const email = read('email');
  const language = read('language');
  // Databases number their users; plenigo's ids are strings.
  const id = Number.isSafeInteger(given) || typeof given === 'bigint' ? String(given) : given;
  checkValue(id, { rule: rules.userId, subject: argument('user.id') });
  const hasEmail = email !== undefined && email !== null && email !== '';
  if (hasEmail) checkValue(email, { rule: rules.email, subject: argument('user.email') });
  // Only `true` itself is a proof; a loosely typed profile may say "false" or 0.
  const emailVerified = trustEmails || read('emailVerified') === true;
  return {
    id: id as string,
    email: hasEmail && (emailVerified || !requireVerifiedEmail) ? (email as string) : undefined,
    emailVerified,
    firstName: name(read('firstName')),
    lastName: name(read('lastName')),
    // A language plenigo cannot use is worth less than the site's default, not an error page.
    language: rules.language.test(language) ? (language as string) : undefined,
  };
}
