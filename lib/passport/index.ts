/**
 * `express-plenigo/passport`: turns what Passport strategies and sites put into `req.user` into a user that plenigo can know.
 * @module express-plenigo/passport
 */

import { fieldOf, isObject } from '../base/check.js';
import type { SiteUser } from '../base/options.js';

export type { SiteUser };

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const textField = (object: object, name: string) => text(fieldOf(object, name));

/**
 * Ids come as strings, as numbers and as MongoDB's ObjectId. What could be the same text for two users is no id: numbers
 * that have lost digits, bytes, and objects that print themselves (`['alice']` is no `'alice'`).
 */
function idText(value: unknown): string | undefined {
  if (Number.isSafeInteger(value) || typeof value === 'bigint') return String(value);
  if (!isObject(value)) return text(value);
  const toHexString = fieldOf(value, 'toHexString');
  return typeof toHexString === 'function' ? text(toHexString.call(value)) : undefined;
}

/** A normalised profile lists e-mails as `{ value, type?, verified? }`; some strategies list plain strings. */
function firstEmail(emails: unknown): { email: string | undefined; verified?: unknown } {
  const first: unknown = Array.isArray(emails) ? emails[0] : undefined;
  if (!isObject(first)) return { email: text(first) };
  return { email: textField(first, 'value'), verified: fieldOf(first, 'verified') };
}

/** Google sends the flag as the string "true" in some answers; everything else than a clear yes is a no. */
const isYes = (value: unknown) => value === true || value === 'true';

/** `Ada Lovelace King` → first name `Ada Lovelace`, last name `King`; one word alone is a first name. */
function splitName(name: string | undefined): Pick<SiteUser, 'firstName' | 'lastName'> {
  const words = name?.trim().split(/\s+/) ?? [];
  const lastName = words.length > 1 ? words.pop() : undefined;
  return { firstName: name && words.join(' '), lastName };
}

/** `de-AT`, `de_AT` or `de` → `de`. */
function language(value: unknown): string | undefined {
  return /^([a-z]{2})(?:[-_]|$)/i.exec(text(value) ?? '')?.[1]?.toLowerCase();
}

/**
 * The site user in `req.user`: Passport's normalised profile (`id`, `displayName`, `name`, `emails`), OpenID Connect
 * claims (`sub`, `email`, `email_verified`, `given_name`, `family_name`, `locale`), and the common shapes of a site's
 * own users (`id` or `_id`, `email`, `emailVerified`, `firstName`, `lastName`, `language`). Where there is a `provider`,
 * the id carries it: `github:583231`, as Twitter's 583231 is somebody else.
 * Answers undefined if nobody is logged in. An e-mail counts as verified only if the user says so explicitly.
 */
export function fromPassportUser(user: unknown): SiteUser | undefined {
  if (!isObject(user)) return undefined;
  const read = (name: string) => fieldOf(user, name);
  const readText = (name: string) => textField(user, name);
  const id = idText(read('id')) ?? idText(read('_id')) ?? readText('sub');
  const provider = readText('provider');
  const listed = firstEmail(read('emails'));
  const own = readText('email');
  const flags = own === undefined ? [listed.verified] : [read('emailVerified'), read('email_verified')];
  const name = read('name');
  const parts = isObject(name) ? name : {};
  const names = {
    firstName: readText('firstName') ?? textField(parts, 'givenName') ?? readText('given_name'),
    lastName: readText('lastName') ?? textField(parts, 'familyName') ?? readText('family_name'),
  };
  const hasName = names.firstName !== undefined || names.lastName !== undefined;
  const result: SiteUser = {
    // What is missing is reported by the check that every user passes, with the field's name.
    id: id === undefined ? '' : provider === undefined ? id : `${provider}:${id}`,
    email: own ?? listed.email ?? '',
    emailVerified: flags.some(isYes),
    ...(hasName ? names : splitName(readText('displayName') ?? text(name))),
    language: language(read('language')) ?? language(read('locale')),
  };
  for (const key of ['firstName', 'lastName', 'language'] as const) {
    if (result[key] === undefined) delete result[key];
  }
  return result;
}
