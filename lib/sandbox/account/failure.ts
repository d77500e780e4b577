/** A self-service request that cannot be done. */
import { StepFailure } from '../http.js';
import type { AccountErrorCode } from './view.js';

/** Thrown inside this room. */
export class AccountFailure extends StepFailure<AccountErrorCode> {}
