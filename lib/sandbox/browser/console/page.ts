/** The elements that the page's HTML brings along, and what every panel does with them. */
import type { Shown } from '../../console/view.js';
import { locale, t } from './texts.js';

/** An element of the page. Throws when the HTML has none of this id and kind. */
export function byId(id: string): HTMLElement;
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T;
export function byId(id: string, kind: new () => HTMLElement = HTMLElement): HTMLElement {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} "${id}".`);
  return element;
}

/** Changes a text only if it is another one, so that a selection in it lasts. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Says that the list of a panel is empty, or that it is not whole. */
export function describeList(panel: string, { total, shown }: Shown<unknown>): void {
  byId(`${panel}-empty`).hidden = total > 0;
  const more = byId(`${panel}-more`);
  more.hidden = total <= shown.length;
  setText(more, t('{shown} of {total} are shown.', { shown: String(shown.length), total: String(total) }));
}

/** The time of day of a moment in ms since 1970. */
export function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** The day of a moment in ms since 1970. */
export function dayOf(at: number): string {
  return new Date(at).toLocaleDateString(locale, { day: 'numeric', month: 'short', year: 'numeric' });
}
