/** The parts that all panels of the console are made of. */
import { type Html, html, type Part } from '../pages/html.js';

/** Shows a panel. Its heading can take the focus, because the page's script moves it there when a button has gone. */
export function showPanel(id: string, title: string, { head, body }: { head?: Part; body: Part }): Html {
  return html`<section class="panel" id="${id}" aria-labelledby="${id}-title">
<div class="panel-head"><h2 id="${id}-title" tabindex="-1">${title}</h2>${head}</div>
${body}
</section>`;
}

/** Shows the entries of a panel, and says so when there are none, or more than these. */
export function showList(
  id: string,
  { entries, total, empty }: { entries: readonly Html[]; total: number; empty: string },
): Html {
  if (total === 0) return html`<div><p class="empty">${empty}</p></div>`;
  return html`<div><ul class="list" id="${id}-list" role="list" aria-labelledby="${id}-title">${entries}</ul>
${total > entries.length && html`<p class="more">${entries.length} of ${total} are shown.</p>`}</div>`;
}

/** Shows a button with a form of its own. `name` is what screen readers call it, where the label alone says too little. */
export function showButton(
  action: string,
  button: { label: string; name?: string; fields?: Readonly<Record<string, string>>; kind?: 'small' | 'secondary' },
): Html {
  const { label, name, fields = {}, kind = 'small' } = button;
  const hidden = Object.entries(fields).map(
    ([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`,
  );
  return html`<form method="post" action="/console/${action}" data-key="${action}">${hidden}<button class="${kind}"${
    name && html` aria-label="${name}"`
  }>${label}</button></form>`;
}

/** Shows a form with the place where it says what is wrong. */
export function showForm(
  action: string,
  { fields, submit, name }: { fields: Part; submit: Part; name?: string },
): Html {
  return html`<form class="form" method="post" action="/console/${action}"${name && html` aria-label="${name}"`} novalidate>
${fields}
<p class="problem" role="alert"></p>
${submit}
</form>`;
}

function showField(id: string, label: Part, control: Html): Html {
  return html`<div class="field" id="${id}-field"><label for="${id}">${label}</label>${control}</div>`;
}

/** Shows a labelled input. `more` are attributes. */
export function showInput(
  id: string,
  { label, name, value, more }: { label: Part; name: string; value?: string | number; more?: Html },
): Html {
  const input = html`<input id="${id}" name="${name}" value="${value}" autocomplete="off" ${more}>`;
  return showField(id, label, input);
}

/** An attribute for whole numbers. */
export const NUMERIC = html`inputmode="numeric"`;

/** Shows a labelled select of texts by their values. */
export function showSelect(
  id: string,
  { label, name, options, value }: { label: string; name: string; options: Record<string, string>; value?: string },
): Html {
  const entries = Object.entries(options).map(
    ([option, text]) => html`<option value="${option}"${option === value && html` selected`}>${text}</option>`,
  );
  return showField(id, label, html`<select id="${id}" name="${name}">${entries}</select>`);
}

/** Shows a button and the dialog that it opens. No script is needed: Escape, or a click beside it, closes the dialog. */
export function showDialog(
  id: string,
  dialog: { opener: { label: string; name?: string; kind: 'small' | 'secondary' }; title: string; form: Html },
): Html {
  const { label, name, kind } = dialog.opener;
  const attributes = html`class="${kind}" popovertarget="${id}"${name && html` aria-label="${name}"`}`;
  return html`<button type="button" ${attributes}>${label}</button>
<dialog id="${id}" popover aria-labelledby="${id}-title"><h2 id="${id}-title">${dialog.title}</h2>
${dialog.form}</dialog>`;
}

/** Shows the buttons that end a dialog. `isCareful` puts the focus on the one that does nothing. */
export function showEnd(id: string, submit: string, { isCareful = false } = {}): Html {
  const attributes = html`popovertarget="${id}" popovertargetaction="hide"${isCareful && html` autofocus`}`;
  return html`<div class="buttons"><button class="primary">${submit}</button>
<button type="button" class="quiet" ${attributes}>Cancel</button></div>`;
}

/** Writes the time of day of a moment in ms since 1970, by the clock of this machine. */
export function formatTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** Writes the day of a moment in ms since 1970. */
export function formatDay(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}
