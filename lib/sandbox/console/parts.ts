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
${total > entries.length && html`<p class="soft">${entries.length} of ${total} are shown.</p>`}</div>`;
}

/** Shows a button with a form of its own. `name` is what screen readers call it, where the label alone says too little. */
export function showButton(
  action: string,
  button: { label: string; name?: string; fields?: Readonly<Record<string, string>>; kind?: 'small' | 'secondary' },
): Html {
  const { label, name, fields = {}, kind = 'small' } = button;
  const attributes = html`class="${kind}"${name && html` aria-label="${name}"`}`;
  return html`<form method="post" action="/console/${action}" data-key="${action}">${showHidden(fields)}
<button ${attributes}>${label}</button></form>`;
}

/** Shows a form with the place where it says what is wrong. */
export function showForm(
  action: string,
  { fields, submit, name }: { fields: Part; submit: Part; name?: string },
): Html {
  const attributes = html`class="form" data-key="${action}"${name && html` aria-label="${name}"`}`;
  return html`<form method="post" action="/console/${action}" ${attributes} novalidate>
${fields}
<p class="problem box" data-kind="bad" role="alert"></p>
${submit}
</form>`;
}

/** An attribute for whole numbers. */
export const NUMERIC = html`inputmode="numeric"`;

/** Shows the hidden fields of a form. */
export function showHidden(fields: Readonly<Record<string, string>>): Html[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

/**
 * Shows a button and the dialog that it opens. No script is needed: Escape, or a click beside it, closes the dialog.
 * `isCareful` puts the focus on the button that does nothing.
 */
export function showDialog(
  id: string,
  dialog: {
    opener: { label: string; name?: string; kind: 'small' | 'secondary' };
    title: string;
    action: string;
    fields: Part;
    submit: string;
    isCareful?: boolean;
  },
): Html {
  const { opener, title, action, fields, submit, isCareful } = dialog;
  const attributes = html`class="${opener.kind}"${opener.name && html` aria-label="${opener.name}"`}`;
  const cancel = html`popovertarget="${id}" popovertargetaction="hide"${isCareful && html` autofocus`}`;
  const buttons = html`<div class="buttons"><button class="primary">${submit}</button>
<button type="button" class="quiet" ${cancel}>Cancel</button></div>`;
  return html`<button type="button" popovertarget="${id}" ${attributes}>${opener.label}</button>
<dialog id="${id}" popover aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${showForm(action, { fields, submit: buttons })}</dialog>`;
}

/** Writes the time of day of a moment in ms since 1970, by the clock of this machine. */
export function formatTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** Writes the day of a moment in ms since 1970. */
export function formatDay(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}
