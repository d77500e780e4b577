/** Turns what Passport strategies and sites put into `req.user` into a `SiteUser`. @module express-plenigo/passport */

import { fieldOf, isObject } from '../base/check.js';
import type { SiteUser } from '../base/options.js';

export type { SiteUser };

/**
 * The site user in `req.user`: Passport's normalised profile (`id`, `displayName`, `name`, `emails`), OpenID Connect
 * claims (`sub`, `email`, `email_verified`, `given_name`, `family_name`, `locale`), and the common shapes of a site's
 * own users (`id` or `_id`, `email`, `emailVerified`, `firstName`, `lastName`, `language`). A `provider` is put before
 * the id (`github:583231`), and an e-mail counts as verified only if the user says so explicitly.
 */
export function fromPassportUser(user: unknown): SiteUser | undefined {
  if (!isObject(user)) return undefined;
  const id = readId(fieldOf(user, 'id')) ?? readId(fieldOf(user, '_id')) ?? readText(user, 'sub');
  const provider = readText(user, 'provider');
  const prefix = provider === undefined ? '' : `${provider}:`;
  const language = readLanguage(user, 'language') ?? readLanguage(user, 'locale');
  // The check that every user passes reports a missing id by the name of the field.
  const known = { id: id === undefined ? '' : prefix + id, ...readEmail(user), ...readNames(user) };
  return language === undefined ? known : { ...known, language };
}

/** The same for a profile that no Passport has made, such as the claims of Auth.js or express-openid-connect. */
export const fromProfile = (profile: unknown): SiteUser | undefined => fromPassportUser(profile);

const asText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const readText = (object: object, name: string) => asText(fieldOf(object, name));

/** A value whose text two users could share is no id: a number that has lost digits, or a list such as `['alice']`. */
function readId(value: unknown): string | undefined {
  if (Number.isSafeInteger(value) || typeof value === 'bigint') return String(value);
  if (!isObject(value)) return asText(value);
  const toHexString = fieldOf(value, 'toHexString');
  return typeof toHexString === 'function' ? asText(toHexString.call(value)) : undefined;
}

/** A normalised profile lists e-mails as `{ value, type?, verified? }`; some strategies list plain strings. */
function readEmail(user: object): Pick<SiteUser, 'email' | 'emailVerified'> {
  const email = readText(user, 'email');
  const emailVerified = isYes(fieldOf(user, 'emailVerified')) || isYes(fieldOf(user, 'email_verified'));
  if (email !== undefined) return { email, emailVerified };
  const emails = fieldOf(user, 'emails');
  const first: unknown = Array.isArray(emails) ? emails[0] : undefined;
  if (!isObject(first)) return { email: asText(first) ?? '', emailVerified: false };
  return { email: readText(first, 'value') ?? '', emailVerified: isYes(fieldOf(first, 'verified')) };
}

/** Some answers of Google hold the flag as the text "true". Anything else than a clear yes is a no. */
const isYes = (value: unknown) => value === true || value === 'true';

function readNames(user: object): Pick<SiteUser, 'firstName' | 'lastName'> {
  const name = fieldOf(user, 'name');
  const parts = isObject(name) ? name : {};
  const given = readText(user, 'firstName') ?? readText(parts, 'givenName') ?? readText(user, 'given_name');
  const family = readText(user, 'lastName') ?? readText(parts, 'familyName') ?? readText(user, 'family_name');
  const words = (readText(user, 'displayName') ?? asText(name))?.trim().split(/\s+/) ?? [];
  // `Ada Lovelace King` has the first name `Ada Lovelace`; one word alone is a first name.
  const last = words.length > 1 ? words.pop() : undefined;
  const [firstName, lastName] = (given ?? family) ? [given, family] : [asText(words.join(' ')), last];
  return { ...(firstName && { firstName }), ...(lastName && { lastName }) };
}

/** `de-AT`, `de_AT` and `de` all become `de`. */
function readLanguage(user: object, name: string): string | undefined {
  return /^([a-z]{2})(?:[-_]|$)/i.exec(readText(user, name) ?? '')?.[1]?.toLowerCase();
}
