/** A self-service request that cannot be done. */
import type { Text } from '../pages/language.js';
import { StepFailure } from '../steps.js';
import type { AccountErrorCode } from './view.js';

/** Thrown inside this room. */
export class AccountFailure extends StepFailure<AccountErrorCode> {}

/** A field of a form that has to be corrected. */
export class FieldFailure extends AccountFailure {
  readonly label: Text;
  readonly problem: Text;

  constructor(field: { name: string; label: Text }, problem: Text) {
    super('field-invalid', `${field.label}: ${problem}`, field.name);
    this.label = field.label;
    this.problem = problem;
  }
}
