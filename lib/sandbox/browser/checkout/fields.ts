/** Form parts that several screens use: labelled fields, buttons that wait, and the sentence about a fault. */
import { h } from './dom.js';

/** A labelled input. `hint` is read out with it. */
export function field(
  id: string,
  label: string,
  attributes: Record<string, string>,
  { hint, prefix }: { hint?: string; prefix?: Node | string } = {},
): { element: HTMLElement; input: HTMLInputElement } {
  const input = h('input', {
    id,
    name: id,
    ...attributes,
    ...(hint && { 'aria-describedby': `${id}-hint` }),
  });
  const box = h('span', { class: 'box' }, prefix && h('span', { class: 'prefix' }, prefix), input);
  const element = h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    box,
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
  );
  return { element, input };
}

/** Where a form says what is wrong; screen readers announce it. */
export function problem(): {
  element: HTMLElement;
  set: (text: string, input?: HTMLInputElement) => void;
  clear: () => void;
} {
  const element = h('p', { class: 'problem', role: 'alert' });
  let marked: HTMLInputElement | undefined;
  const clear = (): void => {
    element.textContent = '';
    marked?.removeAttribute('aria-invalid');
    marked = undefined;
  };
  return {
    element,
    clear,
    set(text, input) {
      clear();
      element.textContent = text;
      input?.setAttribute('aria-invalid', 'true');
      input?.focus();
      marked = input;
    },
  };
}

/** Shows a spinner in a button while `work` runs, and takes no second click. */
export async function whileBusy<T>(button: HTMLButtonElement, text: string, work: () => Promise<T>): Promise<T> {
  const content = [...button.childNodes];
  button.disabled = true;
  button.replaceChildren(h('span', { class: 'spinner' }), text);
  try {
    return await work();
  } finally {
    button.disabled = false;
    button.replaceChildren(...content);
  }
}
