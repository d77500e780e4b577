/** What every part of a self-service snippet is made with, and how parts read the fields of their forms. */
import type { JsonObject } from '../http.js';
import type { State } from '../state.js';
import type { SandboxCustomer } from '../types.js';
import { AccountFailure } from './failure.js';
import type { SectionView } from './view.js';

export interface Address {
  street: string;
  postcode: string;
  city: string;
  country: string;
}

/** What only these pages know of a customer. */
export interface AccountData {
  billing?: Address;
  delivery?: Address;
  /** Undecided: whoever has paid in the sandbox has paid by card. */
  hasCard?: boolean;
  hasBankAccount: boolean;
  newsletter: boolean;
  recommendations: boolean;
}

/** Whose account it is. */
export interface Account {
  customer: SandboxCustomer;
  data: AccountData;
  state: State;
}

/** One part of a snippet: how it looks, and what its buttons do. */
export interface Section {
  show(account: Account): SectionView;
  /** Says what was done; `undefined` for an action it does not know. Throws `AccountFailure` for a wrong field. */
  change?(account: Account, change: { action: string; values: JsonObject }): string | undefined;
}

const LONGEST = 100;

/** A text field, without the space around it; empty when it was left out. */
export function textOf(values: JsonObject, { name, label }: { name: string; label: string }): string {
  const value = values.get(name);
  const text = typeof value === 'string' ? value.trim() : '';
  if (text.length > LONGEST) {
    throw new AccountFailure('field-invalid', `${label}: at most ${LONGEST} characters, please.`, name);
  }
  return text;
}

/** The same for a field that must be filled in. */
export function requiredTextOf(values: JsonObject, field: { name: string; label: string }): string {
  const text = textOf(values, field);
  if (text === '') throw new AccountFailure('field-invalid', `${field.label}: please fill this in.`, field.name);
  return text;
}

/** The value of a select. */
export function choiceOf(
  values: JsonObject,
  { name, choices }: { name: string; choices: readonly { value: string; label: string }[] },
): string {
  const value = values.get(name);
  const choice = choices.find((known) => known.value === value);
  if (!choice) throw new AccountFailure('field-invalid', 'Please choose one of the list.', name);
  return choice.value;
}
