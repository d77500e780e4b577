/** Tells the reader that something does not work, unless the site does so itself. */

/** In English and in German. */
export type Text = readonly [string, string];

/** The note to show; undefined where the site prevents the default of the event, to show a message of its own. */
export function complain(
  target: EventTarget,
  { code, text: [english, german], lang }: { code: string; text: Text; lang: string | undefined },
): HTMLElement | undefined {
  const isGerman = lang === 'de';
  const message = isGerman ? german : english;
  const detail = { code, message };
  const event = new CustomEvent('plenigo:error', { bubbles: true, cancelable: true, detail });
  if (!target.dispatchEvent(event)) return undefined;
  const note = document.createElement('span');
  note.dataset.plenigoMessage = code;
  note.setAttribute('role', 'alert');
  note.lang = isGerman ? 'de' : 'en';
  note.textContent = message;
  return note;
}
