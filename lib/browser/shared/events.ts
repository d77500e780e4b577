/** The events by which a page hears what our scripts do, and may take part in it. */

/** Tells the page. It is false where a listener prevents what comes next. */
export function fire(target: EventTarget, name: string, detail: object = {}): boolean {
  return target.dispatchEvent(new CustomEvent(`plenigo:${name}`, { bubbles: true, cancelable: true, detail }));
}
