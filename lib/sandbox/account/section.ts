/** What the sections of the self-service page are made with: their frame, and the fields of their forms. */
import type { JsonObject } from '../http.js';
import { showProblem, showSubmit } from '../pages/fields.js';
import { type Html, html, type Part } from '../pages/html.js';
import type { Text, Writer } from '../pages/language.js';
import type { State } from '../state.js';
import type { SandboxCustomer } from '../types.js';
import { AccountFailure } from './failure.js';

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

/** A field of a form. */
export interface Field {
  readonly name: string;
  readonly label: Text;
  readonly autocomplete?: string;
  readonly isRequired?: boolean;
  readonly isWide?: boolean;
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

/** Shows a form. Its key tells which button takes the place of one that was pressed. */
export function showForm(
  { translate: t }: Writer,
  form: { section: string; action: string; key: string; label: Text; fields: Part; kind?: string },
): Html {
  const { section, action, key, label, fields, kind } = form;
  return html`<form data-section="${section}" data-action="${action}" data-key="${key}">${fields}
${showProblem(t('We could not reach the service. Nothing was changed; please try again.'))}
${showSubmit(t(label), t('One moment…'), kind)}</form>`;
}

/** Shows a field: a select where there are choices, values and their texts. The browser itself says what is missing. */
export function showField(
  { name, label, autocomplete, isRequired, isWide }: Field,
  shown: { section: string; writer: Writer; value?: string | undefined; choices?: ReadonlyMap<string, string> },
): Html {
  const { section, writer, value, choices } = shown;
  const id = `${section}-${name}`;
  const options = [...(choices ?? [])].map(
    ([choice, text]) => html`<option value="${choice}"${choice === value && html` selected`}>${text}</option>`,
  );
  const limits = html`maxlength="${LONGEST}"${isRequired && html` required`}`;
  const input = html`<input id="${id}" name="${name}" value="${value}" autocomplete="${autocomplete}" ${limits}>`;
  return html`<div class="field${isWide && ' wide'}"><label for="${id}">${writer.translate(label)}</label>
${choices ? html`<select id="${id}" name="${name}">${options}</select>` : input}</div>`;
}

/** Reads a field, without the space around it. */
export function readField(
  values: JsonObject,
  { name, isRequired }: Field,
  choices?: ReadonlyMap<string, string>,
): string {
  const value = values.get(name);
  const text = typeof value === 'string' ? value.trim() : '';
  const fits = text.length <= LONGEST && (text !== '' || !isRequired) && (!choices || choices.has(text));
  if (!fits)
    throw new AccountFailure('field-invalid', `The field "${name}" is empty, too long or none of the choices.`);
  return text;
}
