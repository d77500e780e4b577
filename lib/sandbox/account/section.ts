/** What the sections of the self-service page are made with: their frame, and the fields of their forms. */
import type { JsonObject } from '../http.js';
import { showProblem, showSubmit } from '../pages/checkout-screens.js';
import { type Html, html, type Part } from '../pages/html.js';
import type { Text, Writer } from '../pages/language.js';
import type { State } from '../state.js';
import type { SandboxCustomer } from '../types.js';
import { FieldFailure } from './failure.js';

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
  /** Says what was done; `undefined` for an action that it does not know. Throws `AccountFailure` for a wrong field. */
  change?(account: Account, change: { action: string; values: JsonObject }): Text | undefined;
}

/** A text field of a form. */
export interface TextField {
  readonly name: string;
  readonly label: Text;
  readonly autocomplete: string;
}

const LONGEST = 100;

/** Shows a section. The heading of the first one is that of the page. */
export function showSection({ id, title, show }: Section, account: Account, isFirst: boolean): Html {
  const text = account.writer.translate(title);
  const heading = html`id="${id}-heading" tabindex="-1"`;
  return html`<section class="part" id="${id}" aria-labelledby="${id}-heading">
${isFirst ? html`<h1 ${heading}>${text}</h1>` : html`<h2 ${heading}>${text}</h2>`}
${show(account)}<p class="said" role="status"></p></section>`;
}

/** Shows a form of a section. */
export function showForm(
  section: string,
  form: { action: string; key: string; label: Text; fields: Part; kind?: string },
  writer: Writer,
): Html {
  const { translate: t } = writer;
  const offline = t('We could not reach the service. Nothing was changed; please try again.');
  return html`<form data-section="${section}" data-action="${form.action}" data-key="${form.key}" novalidate>${form.fields}
${showProblem(offline)}${showSubmit(t(form.label), t('One moment…'), form.kind)}</form>`;
}

/** Shows a text field. */
export function showText(
  section: string,
  { name, label, autocomplete }: TextField,
  value: string | undefined,
  writer: Writer,
): Html {
  const id = `${section}-${name}`;
  return html`<div class="field"><label for="${id}">${writer.translate(label)}</label>
<input id="${id}" name="${name}" value="${value}" autocomplete="${autocomplete}"></div>`;
}

/** Shows a select of texts by their values. */
export function showSelect(
  section: string,
  field: { name: string; label: string; value: string; choices: readonly (readonly [string, string])[] },
): Html {
  const id = `${section}-${field.name}`;
  const options = field.choices.map(
    ([value, text]) => html`<option value="${value}"${value === field.value && html` selected`}>${text}</option>`,
  );
  return html`<div class="field"><label for="${id}">${field.label}</label><select id="${id}" name="${field.name}">${options}</select></div>`;
}

/** Reads a text field, without the space around it. */
export function readText(values: JsonObject, field: TextField): string {
  const value = values.get(field.name);
  const text = typeof value === 'string' ? value.trim() : '';
  if (text.length > LONGEST) throw new FieldFailure(field, 'at most 100 characters, please.');
  return text;
}

/** Reads a text field that must be filled in. */
export function readRequired(values: JsonObject, field: TextField): string {
  const text = readText(values, field);
  if (text === '') throw new FieldFailure(field, 'please fill this in.');
  return text;
}

/** Reads the value of a select. */
export function readChoice<Value extends string>(
  values: JsonObject,
  field: { name: string; label: Text; choices: readonly Value[] },
): Value {
  const choice = field.choices.find((known) => known === values.get(field.name));
  if (choice === undefined) throw new FieldFailure(field, 'please choose one of the list.');
  return choice;
}
