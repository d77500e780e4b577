/** What the sections of the self-service page are made with: their frame, and the fields of their forms. */
import type { JsonObject } from '../http.js';
import { showInput, showProblem, showSelect, showSubmit } from '../pages/fields.js';
import { type Html, html, type Part } from '../pages/html.js';
import type { Text, Writer } from '../pages/language.js';
import type { State } from '../state.js';
import { StepFailure } from '../steps.js';
import type { SandboxCustomer } from '../types.js';

/** Whose account it is, and who looks at it. */
export interface Account {
  readonly customer: SandboxCustomer;
  readonly state: State;
  readonly writer: Writer;
}

/** One section: how it looks, and what its buttons do. */
export interface Section {
  readonly id: string;
  readonly title: Text;
  show(account: Account): Part;
  /** Says what was done; `undefined` for an action that it does not know. Throws `StepFailure` for a wrong field. */
  change?(account: Account, change: { action: string; values: JsonObject }): Text | undefined;
}

/** A field of a form; a select where there are choices, values and their texts. */
export interface Field {
  readonly name: string;
  readonly label: Text;
  readonly autocomplete?: string;
  readonly isRequired?: boolean;
  readonly isWide?: boolean;
  readonly choices?: Readonly<Record<string, string>>;
}

const LONGEST = 100;

/** Shows a section. The heading of the first one is that of the page. */
export function showSection({ id, title, show }: Section, account: Account, isFirst: boolean): Html {
  const text = account.writer.translate(title);
  const heading = html`id="${id}-heading" tabindex="-1"`;
  return html`<section class="panel" id="${id}" aria-labelledby="${id}-heading">
${isFirst ? html`<h1 ${heading}>${text}</h1>` : html`<h2 ${heading}>${text}</h2>`}
${show(account)}<p class="said box" data-kind="good" role="status"></p></section>`;
}

/** Shows a form. Its key tells which form of the section takes its place after a change. */
export function showForm(
  { translate: t }: Writer,
  form: { section: string; fields: Part; action?: string; label?: Text; key?: string; kind?: string },
): Html {
  const { section, fields, action = 'save', label = 'Save', key = 'only', kind } = form;
  return html`<form data-section="${section}" data-action="${action}" data-key="${key}">${fields}
${showProblem(t('We could not reach the service. Nothing was changed; please try again.'))}
${showSubmit(t(label), t('One moment…'), kind)}</form>`;
}

/** Shows fields with their values. The browser itself says what is missing. */
export function showFields(
  section: string,
  fields: readonly Field[],
  { writer, values }: { writer: Writer; values: Readonly<Record<string, string | undefined>> },
): Html[] {
  return fields.map(({ name, label, autocomplete, isRequired, isWide, choices }) => {
    const id = `${section}-${name}`;
    const shown = { label: writer.translate(label), name, value: values[name], isWide };
    const attributes = html`maxlength="${LONGEST}"${isRequired && html` required`}`;
    return choices
      ? showSelect(id, { ...shown, options: choices })
      : showInput(id, { ...shown, autocomplete, attributes });
  });
}

/** Reads the fields, without the space around them. */
export function readFields(values: JsonObject, fields: readonly Field[]): Record<string, string> {
  const entries = fields.map(({ name, isRequired, choices }) => {
    const value = values.get(name);
    const text = typeof value === 'string' ? value.trim() : '';
    const isMissing = text === '' && isRequired;
    if (isMissing || text.length > LONGEST || (choices && !Object.hasOwn(choices, text))) {
      throw new StepFailure('field-invalid', `The field "${name}" is empty, too long or none of the choices.`);
    }
    return [name, text] as const;
  });
  return Object.fromEntries(entries);
}
