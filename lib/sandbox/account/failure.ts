/** A self-service request that cannot be done, with the code that the page explains to the reader. */
import type { AccountErrorCode } from './view.js';

/** Thrown inside this room; `message` is for the reader beside a field, for developers elsewhere. */
export class AccountFailure extends Error {
  readonly code: AccountErrorCode;
  /** The field of a form that has to be corrected. */
  readonly field: string | undefined;

  constructor(code: AccountErrorCode, detail: string, field?: string) {
    super(detail);
    this.code = code;
    this.field = field;
  }
}
