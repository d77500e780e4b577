/** Tells the reader that something does not work, unless the site does so itself. */

declare global {
  /** What the script says, in the language of the page. The server puts it before the script. */
  const TEXTS: { readonly [code: string]: string; readonly lang: string };
}

/** Makes the note to show. It is undefined where the site prevents the default of the event, to show a message of its own. */
export function complain(target: EventTarget, code = 'unavailable', message = TEXTS[code]): HTMLElement | undefined {
  const event = new CustomEvent('plenigo:error', { bubbles: true, cancelable: true, detail: { code, message } });
  if (!target.dispatchEvent(event)) return undefined;
  const note = document.createElement('span');
  note.dataset.plenigoMessage = code;
  note.setAttribute('role', 'alert');
  note.lang = TEXTS.lang;
  note.textContent = message as string;
  return note;
}
