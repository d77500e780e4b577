/** The one place that knows which `errorCode` of API v3 means what (source: plenigo's error list). Where a status says the same, such as 429, it decides. */

import type { PlenigoErrorCode } from '../base/errors.js';
import { listField, read } from '../transport/answer.js';
import type { Api } from '../transport/send.js';

const meanings: readonly (readonly [PlenigoErrorCode, readonly number[]])[] = [
  ['email-exists', [20007]],
  ['external-id-conflict', [20023, 20054]],
  ['customer-conflict', [20027, 20068]],
  ['customer-not-found', [20404]],
  ['customer-blocked', [20001, 20011, 20022, 20073]],
  ['session-invalid', [20028, 99010, 99011]],
  ['session-limit', [20030, 20031]],
  ['already-bought', [90039, 90040]],
  ['not-for-sale', [90044, 90045, 90049, 90058, 90065, 90072]],
  ['purchase-outdated', [90003, 90032]],
  ['voucher-unknown', [35001]],
  ['voucher-used', [35002]],
  ['not-free', [90034]],
  // plenigo answers 404 for an id that the company does not have, but it is about what was sent.
  ['invalid-parameters', [90010, 21404, 30404, 40404, 60404, 90404, 99404]],
  ['forbidden', [20016]],
  // The emergency mode, which comes with status 400.
  ['service-unavailable', [99018]],
];

export const findErrorCode: Api['findErrorCode'] = (call, { json, status }) => {
  const number = readErrorNumber(json) ?? 0;
  const code = meanings.find(([, numbers]) => numbers.includes(number))?.[0];
  // The API token has just opened the list of sessions: unless plenigo says that it is that, the removal token is too old.
  if (call === 'changeSessions' && status === 401 && ![99008, 99009, 99019].includes(number)) return 'session-limit';
  // plenigo's documents contradict each other about what a used code is answered with.
  if (/voucher/i.test(call) && status === 403 && number > 0) return code ?? 'voucher-used';
  if (call === 'validateVoucher' && status === 404 && number > 0) return 'voucher-unknown';
  // plenigo does not say what clashes, but a new address can only clash with an address.
  return call === 'changeEmail' && code === 'customer-conflict' ? 'email-exists' : code;
};

export const readErrorNumber = read.field('errorCode', read.number);

/** `null` for a 404 in which plenigo says that it knows no such customer. Any other 404 may come from a proxy, or from another address. */
export function readNoCustomer(json: unknown): null | undefined {
  return [20404, 99404].includes(readErrorNumber(json) ?? 0) ? null : undefined;
}

/** The number and the fields it is about, for the message of an error. Never the values, which may be an e-mail address. */
export function describeError(json: unknown): string | undefined {
  const number = readErrorNumber(json);
  if (number === undefined) return undefined;
  // No request of ours has more fields than 20, and a message is one line.
  const names = listField(json, 'validationErrors').slice(0, 20).map(read.field('field', read.text));
  const fields = names.filter((name) => name !== undefined && /^[\w.[\]-]{1,60}$/.test(name));
  return [`errorCode ${number}`, ...fields].join(', ');
}
