/** Forms of the page: one request at a time, and what is wrong beside the fields. */

/** What is wrong, and the field where it can be mended. */
export interface Problem {
  text: string;
  field?: HTMLElement;
}

/** Calls `send` on every submit, unless one is under way; shows the problem it returns. */
export function onSubmit(
  form: HTMLFormElement,
  send: () => Promise<Problem | undefined>,
): { clear: () => void } {
  const element = form.querySelector('.problem');
  let marked: HTMLElement | undefined;
  let running = false;
  const set = (problem?: Problem): void => {
    if (element) element.textContent = problem?.text ?? '';
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
