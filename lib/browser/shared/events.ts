/** The events by which a page hears what our scripts do, and may take part in it. */

/** Tells the page. It is false where a listener prevents what comes next. */
export function fire(target: Node, name: string, detail: object): boolean {
  // A page that is built in the browser may have replaced the button meanwhile, and what is fired there reaches nobody.
  const heard = target.isConnected ? target : document;
  const event = new CustomEvent(`plenigo:${name}`, { bubbles: true, cancelable: true, detail });
  // This calls the method itself, because an element named `dispatchEvent` in a reader's comment replaces the document's.
  return EventTarget.prototype.dispatchEvent.call(heard, event);
}
