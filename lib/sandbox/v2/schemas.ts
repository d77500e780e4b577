/** The bodies of API v2. Other fields than these are not looked at; an address has no others. */
import { type Check, each, email, fields, flag, language, must, object, oneOf, text } from '../check.js';

export const newCustomer = fields(
  {
    email,
    language,
    ...each(['externalUserId', 'firstName', 'name'], text),
    ...each(['withPasswordReset', 'failByExistingEmail'], flag),
  },
  ['email', 'language'],
);
export const changedEmail = fields({ email }, ['email']);
export const newLink = fields({ externalUserId: text }, ['externalUserId']);

/** `Forth` is plenigo's own spelling. */
export const IDENTIFIERS = ['First', 'Second', 'Third', 'Forth'].map((which) => `your${which}Identifier`);
const owner = { customerId: text, useExternalCustomerId: flag };
export const newAccess = fields({ ...owner, ...each(IDENTIFIERS, text) }, Object.keys(owner));

/** Codes that have a name and are no country of ISO 3166-1: former ones, unions, reserved ones, and those for tests. */
const NO_COUNTRIES =
  'AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NQ NT PC PU PZ QO QU RH SU TA TP UK UN VD WK XA XB XK YD YU ZR ZZ';
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

function isCountry(code: unknown): boolean {
  const isCode = typeof code === 'string' && /^[A-Z]{2}$/.test(code);
  return isCode && !NO_COUNTRIES.includes(code) && regions.of(code) !== undefined;
}

const PLACE = ['company', 'additionalCompanyInfo', 'street', 'additionalAddressInfo', 'postCode', 'city', 'state'];
const person = { gender: oneOf('MALE', 'FEMALE'), firstName: text, name: text };
const country = must('a country of two capital letters (ISO 3166-1)', isCountry);

/** Whoever has more than a name has a country, too. */
export const address: Check = (value, place) => {
  object({ ...person, ...each(PLACE, text), country }, Object.keys(person))(value, place);
  const hasPlace = PLACE.some((name) => Object.hasOwn(value as object, name));
  if (hasPlace) fields({}, ['country'])(value, place);
};
