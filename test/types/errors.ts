// The errors can be made and extended as they are typed, for a site's own stand-ins and tests.
import {
  PlenigoApiError,
  PlenigoArgumentError,
  PlenigoCustomerError,
  PlenigoError,
  type PlenigoErrorCode,
  PlenigoNetworkError,
  PlenigoOptionError,
  PlenigoRequestError,
} from 'express-plenigo';
import { type Equal, proof } from './proof.js';

class NoSuchPlan extends PlenigoApiError {}
const own = new NoSuchPlan('server-error', { call: 'x', status: 500, retryAfter: 1000 });
proof<Equal<typeof own.code, PlenigoErrorCode>>(true);
proof<Equal<typeof own.call, string>>(true);

class Unheard extends PlenigoError {
  constructor() {
    super('email-missing', { detail: 'said why', cause: new Error('why') });
  }
}

export const errors: readonly PlenigoError[] = [
  own,
  new Unheard(),
  new PlenigoApiError('server-error', { call: 'x', status: 500 }),
  new PlenigoArgumentError('invalid-argument'),
  new PlenigoCustomerError('email-conflict'),
  new PlenigoError('invalid-product', { detail: 'what exactly' }),
  new PlenigoNetworkError('timeout', { call: 'x', cause: own }),
  new PlenigoOptionError('invalid-option'),
  new PlenigoRequestError('cross-origin'),
];

export function explain(error: unknown): string {
  if (!(error instanceof PlenigoError)) return 'not ours';
  if (error instanceof PlenigoApiError) proof<Equal<typeof error.status, number>>(true);
  // @ts-expect-error: there is no such code
  return error.code === 'time-out' ? 'slow' : error.message;
}

// @ts-expect-error: there is no such code
new PlenigoError('time-out');
// @ts-expect-error: an answer has a status
new PlenigoApiError('server-error', { call: 'x' });
// @ts-expect-error: what failed is a call
new PlenigoNetworkError('timeout', {});
