/** Tells the page what our scripts do, and its reader what does not work. */

import { document } from './document.js';

declare global {
  /** What the script says, in the language of the page. The server puts it before the script. */
  const TEXTS: { readonly [code: string]: string; readonly lang: string };
}

/** Fires an event. It is false where a listener prevents what comes next. */
export function fire(target: Node, name: string, detail: object): boolean {
  // A page that is built in the browser may have replaced the button meanwhile, and what is fired there reaches nobody.
  const heard = target.isConnected ? target : document;
  return heard.dispatchEvent(new CustomEvent(`plenigo:${name}`, { bubbles: true, cancelable: true, detail }));
}

export const findText = (code?: string) => TEXTS[code as string] ?? (TEXTS.unavailable as string);

/** Makes an element that says something in the language of the script. */
export function createSaying<Name extends 'span' | 'button' | 'a'>(name: Name, text: string | undefined) {
  const element = document.createElement(name);
  element.lang = TEXTS.lang;
  element.textContent = text as string;
  return element;
}

/** Makes the note to show. It is undefined where the site prevents the default of the event, to show a message of its own. */
export function complain(target: Node, code = 'unavailable', message = findText(code)): HTMLElement | undefined {
  if (!fire(target, 'error', { code, message })) return undefined;
  const note = createSaying('span', message);
  note.dataset.plenigoMessage = code;
  note.setAttribute('role', 'alert');
  return note;
}
