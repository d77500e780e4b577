/** The cookies by which the next page learns what a reader has done on this one. They have no content. */

/**
 * `plenigo_buying`: the reader may be buying, so the server asks plenigo again on each page. `plenigo_bought`: the reader has
 * just paid, so the page says thanks. `seconds` 0 takes the cookie away.
 */
export function setCookie(name: 'buying' | 'bought', seconds: number): void {
  const secure = location.protocol === 'https:' ? ';Secure' : '';
  const cookie = `plenigo_${name}=1;Max-Age=${seconds};Path=/;SameSite=Lax${secure}`;
  // This calls the setter itself, because an element named `cookie` in a reader's comment replaces `document.cookie`.
  Reflect.set(Document.prototype, 'cookie', cookie, document);
}

/** In s. So long a page that opens may take for a page that has just been bought. */
export const THANKS = 300;
