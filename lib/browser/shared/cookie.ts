/** The cookies by which the next page learns what a reader has done on this one. They have no content. */

import { document } from './document.js';

/**
 * `plenigo_buying`: the reader may be buying, so the server asks plenigo again on each page. `plenigo_bought`: the reader has
 * just paid, so this page says thanks, and no other, because they may have left the checkout for one that they had bought
 * before. `seconds` 0 takes the cookie away.
 */
export function setCookie(name: 'buying' | 'bought', seconds: number, path = location.pathname): void {
  const secure = location.protocol === 'https:' ? ';Secure' : '';
  // An address may hold a semicolon, so what counts stands behind it: of two attributes the last one does.
  document.cookie = `plenigo_${name}=1;Path=${path};Max-Age=${seconds};SameSite=Lax${secure}`;
}
