/** Forms of the page: one request at a time, and what is wrong beside the fields. */

import { byId } from './page.js';
import { t, told } from './texts.js';

/** What is wrong, and the field where it can be mended. */
export interface Problem {
  text: string;
  field?: HTMLElement;
}

/** A whole number from a field, or what is wrong with it. */
export function readNumber(id: string): number | Problem {
  const field = byId(id, HTMLInputElement);
  const { min, max, valueAsNumber: value } = field;
  if (Number.isInteger(value) && value >= Number(min) && value <= Number(max)) return value;
  return { text: t('Please enter a whole number from {min} to {max}.', { min, max }), field };
}

/** Calls `send` on every submit, unless one is under way; shows the problem it returns. */
export function onSubmit(form: HTMLFormElement, send: () => Promise<Problem | undefined>): { clear: () => void } {
  const element = form.querySelector('.problem');
  let marked: HTMLElement | undefined;
  let running = false;
  const set = (problem?: Problem): void => {
    if (element) element.textContent = told(problem?.text ?? '');
    marked?.removeAttribute('aria-invalid');
    marked = problem?.field;
    marked?.setAttribute('aria-invalid', 'true');
    marked?.focus();
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (running) return;
    running = true;
    set(await send());
    running = false;
  });
  return { clear: () => set() };
}
