/** How API v3 says no: a status, plenigo's own code, and which fields are wrong. */
import { ApiFailure } from '../http.js';

type ValidationError = Record<'field' | 'error' | 'value', string>;

/** The codes that go with a status alone. */
const CODES: Readonly<Record<number, number>> = { 400: 99002, 401: 99008, 413: 99002 };

export class V3Failure extends ApiFailure {
  readonly errorCode: number;
  readonly validationErrors: readonly ValidationError[] | undefined;

  constructor(status: number, errorCode: number, message: string, validationErrors?: readonly ValidationError[]) {
    super(status, message);
    this.errorCode = errorCode;
    this.validationErrors = validationErrors;
  }
}

/** The body of an error. A failure that is not of API v3 gets the common code of its status. */
export function describeV3Failure(failure: Pick<ApiFailure, 'status' | 'message'>): object {
  const { status, message: errorMessage } = failure;
  if (!(failure instanceof V3Failure)) return { errorCode: CODES[status] ?? 99000 + status, errorMessage };
  const { errorCode, validationErrors } = failure;
  return { errorCode, errorMessage, ...(validationErrors && { validationErrors }) };
}

export function refuseFields(errors: readonly ValidationError[]): V3Failure {
  return new V3Failure(400, 99400, 'Provided data cannot be processed.', errors);
}

export function refuseCustomer(): V3Failure {
  return new V3Failure(404, 20404, 'Customer for the provided id cannot be found.');
}
