/** The bodies of API v2. Other fields than these are not looked at; an address has no others. */
import { type Check, each, email, fields, flag, language, object, oneOf, pattern, text } from '../check.js';

const texts = each(['externalUserId', 'firstName', 'name'], text);
const flags = each(['withPasswordReset', 'failByExistingEmail'], flag);
export const newCustomer = fields({ ...texts, ...flags }, { email, language });
export const changedEmail = fields({}, { email });
export const newLink = fields({}, { externalUserId: text });

/** `Forth` is plenigo's own spelling. */
export const IDENTIFIERS = ['First', 'Second', 'Third', 'Forth'].map((which) => `your${which}Identifier`);
export const newAccess = fields(each(IDENTIFIERS, text), { customerId: text, useExternalCustomerId: flag });

const PLACE = ['company', 'additionalCompanyInfo', 'street', 'additionalAddressInfo', 'postCode', 'city', 'state'];
const person = { gender: oneOf('MALE', 'FEMALE'), firstName: text, name: text };
const country = pattern('a country of two capital letters (ISO 3166-1)', /^[A-Z]{2}$/);

/** Whoever has more than a name has a country, too. */
export const address: Check = (value, place) => {
  object({ ...each(PLACE, text), country }, person)(value, place);
  if (PLACE.some((name) => Object.hasOwn(value as object, name))) fields({}, { country })(value, place);
};
