/** The bodies of API v2. Fields that are not named are not looked at; an address has no others. */
import { type Check, email, fields, flag, language, must, object, oneOf, text } from '../check.js';

export const newCustomer = fields(
  {
    email,
    language,
    externalUserId: text,
    firstName: text,
    name: text,
    withPasswordReset: flag,
    failByExistingEmail: flag,
  },
  ['email', 'language'],
);
export const changedEmail = fields({ email }, ['email']);
export const newLink = fields({ externalUserId: text }, ['externalUserId']);

/** `Forth` is plenigo's own spelling. */
export const IDENTIFIERS = [
  ...(['yourFirstIdentifier', 'yourSecondIdentifier'] as const),
  ...(['yourThirdIdentifier', 'yourForthIdentifier'] as const),
];
export const newAccess = fields({ customerId: text, useExternalCustomerId: flag, ...some(IDENTIFIERS, text) }, [
  'customerId',
  'useExternalCustomerId',
]);

/** Codes that have a name and are no country of ISO 3166-1: former ones, unions, reserved ones, and those for tests. */
const NO_COUNTRIES =
  'AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NQ NT PC PU PZ QO QU RH SU TA TP UK UN VD WK XA XB XK YD YU ZR ZZ';
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

function isCountry(code: unknown): boolean {
  const isCode = typeof code === 'string' && /^[A-Z]{2}$/.test(code);
  return isCode && !NO_COUNTRIES.includes(code) && regions.of(code) !== undefined;
}

const OPTIONAL = [
  ...['company', 'additionalCompanyInfo', 'street', 'additionalAddressInfo', 'postCode', 'city', 'state'],
];
const person = { gender: oneOf('MALE', 'FEMALE'), firstName: text, name: text };
const country = must('a country of two capital letters (ISO 3166-1)', isCountry);

/** Whoever has an address beside the name has a country, too. */
export const address: Check = (value, place) => {
  object({ ...person, ...some(OPTIONAL, text), country }, Object.keys(person))(value, place);
  const hasAddress = OPTIONAL.some((name) => Object.hasOwn(value as object, name));
  if (hasAddress) fields({}, ['country'])(value, place);
};

function some(names: readonly string[], check: Check): Record<string, Check> {
  return Object.fromEntries(names.map((name) => [name, check]));
}
