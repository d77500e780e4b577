/** Keeps the keyboard in a dialog that fills its frame. */

const FOCUSABLE = 'button:not([disabled]), input:not([disabled]), a[href]';

/** Lets Tab go round inside of an element. */
export function keepFocus(element: HTMLElement, event: KeyboardEvent): void {
  const stops = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.offsetParent);
  const [first] = stops;
  const last = stops[stops.length - 1];
  const active = document.activeElement;
  const isOutside = !active || !element.contains(active);
  const isAtEnd = event.shiftKey ? active === first || active?.id === 'heading' : active === last;
  if (!isOutside && !isAtEnd) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
