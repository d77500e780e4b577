/** A part that is a form. */

import type { FieldView, SectionView } from '../../account/view.js';
import { h } from '../checkout/dom.js';
import { told } from '../shared/texts.js';
import { changer, type Host, part } from './part.js';

type Control = HTMLInputElement | HTMLSelectElement;

interface BuiltField {
  element: HTMLElement;
  /** Absent for a value that cannot be changed here. */
  control?: Control;
}

function select(id: string, { name, value, choices = [] }: FieldView): HTMLSelectElement {
  const options = choices.map((choice) =>
    h('option', { value: choice.value, selected: choice.value === value }, told(choice.label)),
  );
  return h('select', { id, name }, ...options);
}

function build(section: string, field: FieldView): BuiltField {
  const { name, value, type, required, autocomplete } = field;
  const [label, hint] = [told(field.label), field.hint && told(field.hint)];
  const id = `${section}-${name}`;
  const note = hint && h('p', { class: 'hint', id: `${id}-hint` }, hint);
  if (type === 'fixed') {
    // Not an input: there is nothing to type, and it reads as what it is.
    const element = h('div', { class: 'field' }, h('label', {}, label), h('p', { class: 'fixed' }, value), note);
    return { element };
  }
  if (type === 'checkbox') {
    const control = h('input', { id, name, type, checked: value === 'true' });
    return { control, element: h('div', { class: 'tick' }, control, h('label', { for: id }, label)) };
  }
  const control =
    type === 'select'
      ? select(id, field)
      : h('input', {
          id,
          name,
          type: 'text',
          value,
          autocomplete: autocomplete ?? 'off',
          'aria-required': required && 'true',
          'aria-describedby': hint && `${id}-hint`,
        });
  return { control, element: h('div', { class: 'field' }, h('label', { for: id }, label), control, note) };
}

function readValue(control: Control): string {
  if (control instanceof HTMLInputElement && control.type === 'checkbox') return control.checked ? 'true' : '';
  return control.value;
}

export function formPart(section: Extract<SectionView, { kind: 'form' }>, host: Host): HTMLElement {
  const { id, fields, button: label } = section;
  const built = fields.map((field) => build(id, field));
  const controls = built.flatMap(({ control }) => control ?? []);
  const inputs = new Map(
    controls.flatMap((control) => (control instanceof HTMLInputElement ? [[control.name, control] as const] : [])),
  );
  const changes = changer(host, id);
  const button = h('button', { type: 'submit', class: 'primary', 'data-key': `${id} save` }, told(label));
  const isPaired = fields.length > 2;
  const form = h(
    'form',
    { novalidate: true },
    h('div', { class: isPaired ? 'fields paired' : 'fields' }, ...built.map(({ element }) => element)),
    changes.element,
    button,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const values = Object.fromEntries(controls.map((control) => [control.name, readValue(control)]));
    void changes.run(button, { action: 'save', values, inputs });
  });
  return part(section, host.level, form);
}
