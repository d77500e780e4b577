/** Lists that are updated in place: whatever has the focus, or a selection, keeps it while entries come and go around it. */

/** One entry on the page. */
export interface Row<T> {
  element: HTMLElement;
  update: (item: T) => void;
}

/** Makes a function that shows items in `list`. Entries stay in their order, so none that stays is ever moved. */
export function createList<T>(
  list: HTMLElement,
  { key, create }: { key: (item: T) => string | number; create: (item: T) => Row<T> },
): (items: readonly T[]) => void {
  const rows = new Map<string | number, Row<T>>();
  return (items) => {
    const kept = new Set(items.map(key));
    for (const [name, { element }] of rows) {
      if (kept.has(name)) continue;
      handOverFocus(element);
      element.remove();
      rows.delete(name);
    }
    let next = list.firstElementChild;
    for (const item of items) {
      const name = key(item);
      const row = rows.get(name) ?? create(item);
      rows.set(name, row);
      row.update(item);
      if (row.element === next) next = next.nextElementSibling;
      else list.insertBefore(row.element, next);
    }
  };
}

/**
 * Before an element goes: if the focus is in it, the next button around it takes over, or the one before, or the heading
 * of the panel. Whoever uses the keyboard stays where they were.
 */
export function handOverFocus(leaving: Element): void {
  if (!leaving.contains(document.activeElement)) return;
  const around = leaving.closest('[data-focus-scope]') ?? leaving.closest('.panel');
  const scope = around === leaving ? leaving.closest('.panel') : around;
  const buttons = [...(scope?.querySelectorAll<HTMLElement>('.list button:not([hidden])') ?? [])].filter(
    (button) => !leaving.contains(button),
  );
  const isAfter = (button: Element) => leaving.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING;
  const heir =
    buttons.find(isAfter) ?? buttons[buttons.length - 1] ?? leaving.closest('.panel')?.querySelector<HTMLElement>('h2');
  heir?.focus({ preventScroll: true });
}
