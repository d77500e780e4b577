/** The errors: one class a kind of fault, one code a fault, and a message that says what to do next. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect } from 'chai';
import * as errors from '../../lib/base/errors.js';
import { errorCodes } from '../support/errors.js';

const { isOutage, PlenigoApiError, PlenigoArgumentError, PlenigoCustomerError, PlenigoError } = errors;
const { PlenigoNetworkError, PlenigoOptionError, PlenigoRequestError } = errors;
type PlenigoError = errors.PlenigoError;

describe('an error of this package', () => {
  const made: Record<string, PlenigoError> = {
    PlenigoOptionError: new PlenigoOptionError('invalid-option', { detail: 'x' }),
    PlenigoArgumentError: new PlenigoArgumentError('invalid-argument', { detail: 'x' }),
    PlenigoApiError: new PlenigoApiError('server-error', { call: 'changeEmail', status: 500 }),
    PlenigoNetworkError: new PlenigoNetworkError('timeout', { call: 'changeEmail' }),
    PlenigoCustomerError: new PlenigoCustomerError('email-conflict'),
    PlenigoRequestError: new PlenigoRequestError('cross-origin'),
  };

  for (const [name, error] of Object.entries(made)) {
    it(`is known by its class, name and code: ${name}`, () => {
      expect(error).to.be.instanceOf(PlenigoError).and.instanceOf(Error);
      expect(error.name).to.equal(name);
      expect(error.constructor.name).to.equal(name);
      expect(errorCodes).to.include(error.code);
      expect(inspect(error)).to.match(new RegExp(`^${name}: `));
      expect(error.stack).to.contain(error.message);
    });
  }

  it('has a status only if there was a response, and a cause only if there is one', () => {
    const withStatus = Object.values(made).filter((error) => 'status' in error);
    expect(withStatus.map(({ name }) => name)).to.deep.equal(['PlenigoApiError', 'PlenigoRequestError']);
    const cause = new Error('below');
    expect(new PlenigoNetworkError('timeout', { call: 'changeEmail', cause }).cause).to.equal(cause);
    expect(new PlenigoCustomerError('email-conflict')).to.not.have.property('cause');
  });

  it('names call, status and detail behind what to do', () => {
    const error = new PlenigoApiError('invalid-credentials', { call: 'registerUser', status: 401, detail: 'x' });
    expect(error.message).to.match(/^company id or secret is wrong: check both.* \(registerUser, status 401: x\)$/);
  });

  /** The detail of these names the field that is wrong, or the status of the call says enough. */
  const completed = ['invalid-option', 'invalid-argument', 'invalid-product', 'external-id-conflict'];
  it('says what is wrong, then what to do', () => {
    for (const code of errorCodes) {
      const shape = completed.includes(code) ? /^\S[^:]{10,}$/ : /^\S.{10,}: \S.{8,}$/;
      expect(new PlenigoError(code).message, code).to.match(shape);
    }
  });

  it('can be made and extended by a site, as it is typed', () => {
    const fields = { call: 'myOwnCall', status: 429, retryAfter: 1000 };
    class QuotaError extends PlenigoApiError {
      override readonly name = 'QuotaError';
      readonly quota = 7;
    }
    const error: PlenigoError = new QuotaError('rate-limited', fields);
    expect(error).to.be.instanceOf(PlenigoApiError);
    expect(error).to.include({ name: 'QuotaError', quota: 7, ...fields });
    // What is marked so is not in the types that are shipped.
    expect(readFileSync(new URL('../../lib/base/errors.ts', import.meta.url), 'utf8')).to.not.contain('@internal');
  });
});

describe('an outage', () => {
  const call = 'changeEmail';
  const api = (code: errors.PlenigoErrorCode, status: number) => new PlenigoApiError(code, { call, status });

  const outages = [
    ...(['timeout', 'circuit-open'] as const).map((code) => new PlenigoNetworkError(code, { call })),
    ...[api('server-error', 500), api('unexpected-status', 599)],
    ...[api('invalid-response', 200), api('invalid-response', 204)],
  ];
  it('is no answer, a fault of the server, or a success that is none', () => {
    for (const error of outages) expect(isOutage(error), error.message).to.equal(true);
  });

  const others = [
    ...(['budget-spent', 'store-failed'] as const).map((code) => new PlenigoError(code)),
    ...(['email-conflict', 'email-unstable'] as const).map((code) => new PlenigoCustomerError(code)),
    ...[api('invalid-response', 403), api('rate-limited', 429), api('unexpected-status', 302)],
    ...[new PlenigoArgumentError('invalid-argument'), new Error('anything'), undefined],
  ];
  it('is nothing that a reader, a store or a firewall can bring about, and no mistake of the site', () => {
    for (const error of others) expect(isOutage(error), error?.message).to.equal(false);
  });
});
