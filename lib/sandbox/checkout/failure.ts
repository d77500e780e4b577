/** A checkout that cannot go on. */
import { StepFailure } from '../steps.js';
import type { CheckoutErrorCode } from './view.js';

export class CheckoutFailure extends StepFailure<CheckoutErrorCode> {}
