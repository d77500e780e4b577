/** How API v3 says no: a status, plenigo's own code, and which fields are wrong. */
import { ApiFailure } from '../http.js';

/** One field that is not what it should be. */
export interface ValidationError {
  field: string;
  error: string;
  value: string;
}

/** The codes that go with a status alone. */
const CODES: Readonly<Record<number, number>> = { 400: 99002, 401: 99008, 413: 99002 };

/** `errorCode` left out: the common one of the status. */
export function v3ErrorBody(status: number, errorMessage: string, errorCode = CODES[status] ?? 99000 + status) {
  return { errorCode, errorMessage };
}

/** Thrown by a route of API v3. */
export class V3Failure extends ApiFailure {
  readonly errorCode: number;
  readonly validationErrors: readonly ValidationError[] | undefined;

  constructor(status: number, errorCode: number, message: string, validationErrors?: readonly ValidationError[]) {
    super(status, message);
    this.errorCode = errorCode;
    this.validationErrors = validationErrors;
  }
}

/** `errorCode` 99400 with the fields. */
export function invalid(errors: readonly ValidationError[]): V3Failure {
  return new V3Failure(400, 99400, 'Provided data cannot be processed.', errors);
}

export function noCustomer(): V3Failure {
  return new V3Failure(404, 20404, 'Customer for the provided id cannot be found.');
}
