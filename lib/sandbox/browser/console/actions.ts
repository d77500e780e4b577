/** Asks the sandbox to do something, and says how it went. */
import type { ConsoleActions } from '../../console/view.js';
import { byId } from './page.js';
import { t, told } from './texts.js';

const SHOWN_FOR = 5000;

/** Does it; the sentence that says why not, or `undefined`. */
export async function act<Name extends keyof ConsoleActions>(
  name: Name,
  body: ConsoleActions[Name],
): Promise<string | undefined> {
  try {
    const response = await fetch(`/console/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
    });
    if (response.ok) return undefined;
    const { description } = (await response.json()) as { description: string };
    return description;
  } catch {
    return t('The sandbox does not answer. Is it still running?');
  }
}

let timer: number | undefined;

/** Shows a sentence for some seconds; screen readers read it when they have nothing else to say. */
export function say(text: string): void {
  const toast = byId('toast');
  toast.textContent = told(text);
  clearTimeout(timer);
  timer = setTimeout(() => {
    toast.textContent = '';
  }, SHOWN_FOR);
}

/** Lets a button do one action at a time. It stays enabled, because a disabled button would lose the focus. */
export function onPress(button: HTMLButtonElement, action: () => Promise<string>): void {
  let running = false;
  button.addEventListener('click', async () => {
    if (running) return;
    running = true;
    say(await action());
    running = false;
  });
}
