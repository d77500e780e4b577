/** Tells the reader that something does not work, unless the site does so itself. */

declare global {
  /** Set by the build: there is one script for each language. */
  const GERMAN: boolean;
}

/** The note to show; undefined where the site prevents the default of the event, to show a message of its own. */
export function complain(
  target: EventTarget,
  { code, message }: { code: string; message: string },
): HTMLElement | undefined {
  const init = { bubbles: true, cancelable: true, detail: { code, message } };
  if (!target.dispatchEvent(new CustomEvent('plenigo:error', init))) return undefined;
  const note = document.createElement('span');
  note.dataset.plenigoMessage = code;
  note.setAttribute('role', 'alert');
  note.lang = GERMAN ? 'de' : 'en';
  note.textContent = message;
  return note;
}
