/** `PUT /api/v2/user/{id}/address`: the whole address of a customer, in place of the one before. */
import { ApiFailure, type JsonObject } from '../http.js';
import type { SandboxPostalAddress } from '../types.js';
import { booleanParameter, existingCustomer, optionalString, type Route, requiredString } from './route.js';

const OPTIONAL = [
  'company',
  'additionalCompanyInfo',
  'street',
  'additionalAddressInfo',
  'postCode',
  'city',
  'state',
] as const;
const KNOWN: readonly string[] = ['gender', 'firstName', 'name', ...OPTIONAL, 'country'];

/** Codes that have a name and are no country of ISO 3166-1: former ones, unions, reserved ones, and those for tests. */
const NO_COUNTRIES =
  'AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NQ NT PC PU PZ QO QU RH SU TA TP UK UN VD WK XA XB XK YD YU ZR ZZ';
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && !NO_COUNTRIES.includes(code) && regions.of(code) !== undefined;
}

function genderOf(body: JsonObject): SandboxPostalAddress['gender'] {
  const gender = requiredString(body, 'gender');
  if (gender === 'MALE' || gender === 'FEMALE') return gender;
  throw new ApiFailure(400, 'The field "gender" must be MALE or FEMALE.');
}

export const changeAddress: Route = async ({ id, query, body: readBody, state }) => {
  const external = booleanParameter(query, 'useExternalCustomerId');
  const body = await readBody();
  const unknown = body.names().find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new ApiFailure(400, `There is no field ${JSON.stringify(unknown)}.`);
  const postalAddress: SandboxPostalAddress = {
    gender: genderOf(body),
    firstName: requiredString(body, 'firstName'),
    name: requiredString(body, 'name'),
  };
  for (const name of OPTIONAL) {
    const value = optionalString(body, name);
    if (value !== undefined) postalAddress[name] = value;
  }
  const country = optionalString(body, 'country');
  if (country !== undefined && !isCountry(country)) {
    throw new ApiFailure(400, 'The field "country" must be a country of two capital letters (ISO 3166-1).');
  }
  if (country !== undefined) postalAddress.country = country;
  else if (OPTIONAL.some((name) => body.has(name))) {
    throw new ApiFailure(400, 'An address needs the field "country".');
  }
  existingCustomer(state, id, external).postalAddress = postalAddress;
  return { status: 204 };
};
