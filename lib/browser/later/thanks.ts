/** Says thanks on the page that has opened after a purchase. */

import { createSaying } from '../shared/complain.js';
import { setCookie } from '../shared/cookie.js';

/** Says thanks where the text begins, and puts the reader's focus there without scrolling. */
export function sayThanks(): void {
  setCookie('bought', 0);
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
  setTimeout(() => thanks.append(TEXTS.thanks as string));
}
