/** Says beside a buy button why there is no checkout, with what the reader can do next; and says thanks on the page that has opened. */

import { complain, createSaying } from '../shared/complain.js';
import type { Answer } from './ask-router.js';

/** These pass by themselves: the same click may work again. All else needs a page that is made anew. */
const PASSING = ['network', 'session-limit'];

/** Makes the sentence and the next step. There are none where the site tells the reader itself. */
export function tellReader(target: Node, { status = '', text, loginUrl }: Answer, retry: () => void): HTMLElement[] {
  const note = complain(target, status || undefined, text);
  if (!note) return [];
  if (loginUrl) {
    const link = createSaying('a', TEXTS.login);
    link.href = loginUrl + (loginUrl.includes('#') ? '' : location.hash);
    return [note, link];
  }
  const isPassing = PASSING.includes(status);
  const button = createSaying('button', isPassing ? TEXTS.retry : TEXTS.reload);
  button.type = 'button';
  button.addEventListener('click', isPassing ? retry : () => location.reload());
  return [note, button];
}

/** Says thanks where the text begins, and puts the reader's focus there without scrolling. */
export function sayThanks(): void {
  const find = (selector: string) => document.querySelector<HTMLElement>(selector);
  const text = find('[data-plenigo-text]') ?? find('article') ?? find('main');
  if (!text) return;
  text.tabIndex = -1;
  text.focus({ preventScroll: true });
  // The site may have a line of its own.
  if (find('[data-plenigo-thanks]')) return;
  const thanks = createSaying('span', '');
  thanks.dataset.plenigoThanks = '';
  thanks.setAttribute('role', 'status');
  text.before(thanks);
  // A screen reader says what comes into an element that was there before.
  setTimeout(() => {
    thanks.textContent = TEXTS.thanks as string;
  });
}
