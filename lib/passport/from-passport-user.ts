/** Turns what Passport strategies and sites put into `req.user` into a user that plenigo can know. */

import type { SiteUser } from '../options.js';

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Ids come as strings, as numbers, and as database objects such as MongoDB's ObjectId, which print themselves. */
function idText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (!isObject(value)) return text(value);
  const printed = String(value);
  return printed.startsWith('[object') ? undefined : text(printed);
}

/** A normalised profile lists e-mails as `{ value, type?, verified? }`; some strategies list plain strings. */
function firstEmail(emails: unknown): { email: string; verified: unknown } | undefined {
  if (!Array.isArray(emails)) return undefined;
  const first: unknown = emails[0];
  const email = isObject(first) ? text(first.value) : text(first);
  return email === undefined ? undefined : { email, verified: isObject(first) ? first.verified : undefined };
}

/** Google sends the flag as the string "true" in some answers; everything else than a clear yes is a no. */
const isYes = (value: unknown) => value === true || value === 'true';

/** `Ada Lovelace King` → first name `Ada Lovelace`, last name `King`; one word alone is a first name. */
function splitName(name: string | undefined): { firstName?: string; lastName?: string } {
  if (name === undefined) return {};
  const words = name.trim().split(/\s+/);
  const lastName = words.length > 1 ? words.pop() : undefined;
  return { firstName: words.join(' '), ...(lastName !== undefined && { lastName }) };
}

/** `de-AT`, `de_AT` or `de` → `de`. */
function language(value: unknown): string | undefined {
  return /^([a-z]{2})(?:[-_]|$)/i.exec(text(value) ?? '')?.[1]?.toLowerCase();
}

/**
 * The site user in `req.user`: Passport's normalised profile (`id`, `displayName`, `name`, `emails`), OpenID Connect
 * claims (`sub`, `email`, `email_verified`, `given_name`, `family_name`, `locale`), and the common shapes of a site's
 * own users (`id` or `_id`, `email`, `emailVerified`, `firstName`, `lastName`, `language`).
 * Answers undefined if nobody is logged in. An e-mail counts as verified only if the user says so explicitly.
 */
export function fromPassportUser(user: unknown): SiteUser | undefined {
  if (!isObject(user)) return undefined;
  const id = idText(user.id) ?? idText(user._id) ?? text(user.sub);
  const listed = firstEmail(user.emails);
  const own = text(user.email);
  const email = own ?? listed?.email;
  const flags = own === undefined ? [listed?.verified] : [user.emailVerified, user.email_verified];
  const name = isObject(user.name) ? user.name : {};
  const fromDisplay = splitName(text(user.displayName) ?? text(user.name));
  const firstName = text(user.firstName) ?? text(name.givenName) ?? text(user.given_name);
  const lastName = text(user.lastName) ?? text(name.familyName) ?? text(user.family_name);
  const hasName = firstName !== undefined || lastName !== undefined;
  const result: SiteUser = {
    // What is missing is reported by the check that every user passes, with the field's name.
    id: id ?? '',
    email: email ?? '',
    emailVerified: flags.some(isYes),
    firstName: hasName ? firstName : fromDisplay.firstName,
    lastName: hasName ? lastName : fromDisplay.lastName,
    language: language(user.language) ?? language(user.locale),
  };
  for (const key of ['firstName', 'lastName', 'language'] as const) {
    if (result[key] === undefined) delete result[key];
  }
  return result;
}
