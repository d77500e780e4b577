/** The call of API v2 that gives a customer an address, in place of the whole one before. */
import type { Endpoint } from '../endpoint.js';
import { ApiFailure, type JsonObject, readJson } from '../http.js';
import type { SandboxPostalAddress } from '../types.js';
import { findCustomer, readText, requireCustomer, requireText } from './fields.js';

const OPTIONAL = [
  ...(['company', 'additionalCompanyInfo', 'street', 'additionalAddressInfo'] as const),
  ...(['postCode', 'city', 'state'] as const),
];
const KNOWN: readonly string[] = ['gender', 'firstName', 'name', ...OPTIONAL, 'country'];

function requireGender(body: JsonObject): SandboxPostalAddress['gender'] {
  const gender = requireText(body, 'gender');
  if (gender === 'MALE' || gender === 'FEMALE') return gender;
  throw new ApiFailure(400, 'The field "gender" must be MALE or FEMALE.');
}

/** Codes that have a name and are no country of ISO 3166-1: former ones, unions, reserved ones, and those for tests. */
const NO_COUNTRIES =
  'AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NQ NT PC PU PZ QO QU RH SU TA TP UK UN VD WK XA XB XK YD YU ZR ZZ';
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && !NO_COUNTRIES.includes(code) && regions.of(code) !== undefined;
}

function readAddress(body: JsonObject): SandboxPostalAddress {
  const unknown = body.names().find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new ApiFailure(400, `There is no field ${JSON.stringify(unknown)}.`);
  const address: SandboxPostalAddress = {
    gender: requireGender(body),
    firstName: requireText(body, 'firstName'),
    name: requireText(body, 'name'),
  };
  for (const name of OPTIONAL) {
    const value = readText(body, name);
    if (value !== undefined) address[name] = value;
  }
  const country = readText(body, 'country');
  if (country !== undefined && !isCountry(country)) {
    throw new ApiFailure(400, 'The field "country" must be a country of two capital letters (ISO 3166-1).');
  }
  if (country === undefined && OPTIONAL.some((name) => body.has(name))) {
    throw new ApiFailure(400, 'An address needs the field "country".');
  }
  return country === undefined ? address : { ...address, country };
}

export const changeAddress: Endpoint['answer'] = (incoming) => {
  const customer = findCustomer(incoming, incoming.ids[0] ?? '');
  const address = readAddress(readJson(incoming));
  requireCustomer(customer).postalAddress = address;
  return { status: 204 };
};
