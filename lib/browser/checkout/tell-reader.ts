/** Says beside a buy button why there is no checkout, with what the reader can do next. */

import { complain, createSaying } from '../shared/complain.js';
import type { Answer } from './ask-router.js';

/** Makes the sentence and the next step. It is undefined where the site tells the reader itself. */
export function tellReader(
  target: Node,
  { status, text, loginUrl }: Answer,
  retry: () => void,
): HTMLElement | undefined {
  const note = complain(target, status, text);
  if (!note) return undefined;
  const told = document.createElement('span');
  let step: HTMLElement;
  if (loginUrl) {
    const link = createSaying('a', TEXTS.login);
    link.href = loginUrl + (loginUrl.includes('#') ? '' : location.hash);
    step = link;
  } else {
    // This passes by itself, so the same click may work again. All else needs a page that is made anew.
    const isPassing = status === 'network';
    const button = createSaying('button', isPassing ? TEXTS.retry : TEXTS.reload);
    button.type = 'button';
    button.onclick = isPassing ? retry : () => location.reload();
    step = button;
  }
  told.append(note, ' ', step);
  return told;
}
