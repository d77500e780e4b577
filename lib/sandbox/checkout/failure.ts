/** A checkout that cannot go on, with the code that the page explains to the reader. */
import type { CheckoutErrorCode } from './view.js';

/** Thrown inside the checkout; `message` is the detail for developers. */
export class CheckoutFailure extends Error {
  readonly code: CheckoutErrorCode;

  constructor(code: CheckoutErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}
