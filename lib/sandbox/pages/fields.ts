/** What the sandbox's pages are drawn with: icons, fields, and what a form says while it waits and when it fails. */
import { type Html, html, type Part } from './html.js';

/** Paths on a grid of 24, drawn as lines. */
const ICONS = {
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1z',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 13l4.5 4.5L19 7.5',
  alert: 'M12 7.5v6M12 16.8v.1',
  card: 'M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM3 10h18M7 14.5h3',
};

export function showIcon(name: keyof typeof ICONS): Html {
  return html`<svg viewBox="0 0 24 24" class="icon" aria-hidden="true"><path d="${ICONS[name]}"></path></svg>`;
}

interface Field {
  label: Part;
  /** Left out: the id of the field. */
  name?: string;
  value?: string | number | undefined;
  /** A wide field takes a whole row of a form with two columns. */
  isWide?: boolean | undefined;
}

function showField(id: string, { label, isWide }: Field, control: Part): Html {
  return html`<div class="field${isWide && ' wide'}" id="${id}-field"><label for="${id}">${label}</label>
${control}</div>`;
}

/** Shows a labelled input. A hint below is read out with it; a prefix stands in it. */
export function showInput(
  id: string,
  field: Field & { attributes?: Part; autocomplete?: string | undefined; hint?: Part; prefix?: Part },
): Html {
  const { name = id, value, attributes, autocomplete = 'off', hint, prefix } = field;
  const described = hint && html` aria-describedby="${id}-hint"`;
  const texts = html`value="${value}" autocomplete="${autocomplete}"`;
  return showField(
    id,
    field,
    html`<span class="prefixed">${prefix && html`<span class="prefix">${prefix}</span>`}
<input id="${id}" name="${name}" ${texts} ${attributes}${described}></span>
${hint && html`<p class="soft" id="${id}-hint">${hint}</p>`}`,
  );
}

/** Shows a labelled select of texts by their values. */
export function showSelect(id: string, field: Field & { options: Readonly<Record<string, string>> }): Html {
  const { name = id, value, options } = field;
  const entries = Object.entries(options).map(
    ([option, text]) => html`<option value="${option}"${option === value && html` selected`}>${text}</option>`,
  );
  return showField(id, field, html`<select id="${id}" name="${name}">${entries}</select>`);
}

/** Shows a button that says something else while its form is under way. */
export function showSubmit(label: Part, busy: string, kind = 'primary'): Html {
  return html`<button class="${kind}"><span class="ready">${label}</span>
<span class="busy"><span class="spinner"></span>${busy}</span></button>`;
}

/** Shows where a form says what is wrong. Its script says the sentence in it when the connection is lost. */
export function showProblem(offline: string): Html {
  return html`<p class="problem box" data-kind="bad" role="alert" data-offline="${offline}"></p>`;
}
