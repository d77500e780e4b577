/** The script tag that runs now: the only thing in a page that tells our scripts an address or a token. */

/** Its data attributes, as the server wrote them. */
export interface Tag {
  endpoint?: string;
  csrf?: string;
  /** JSON. */
  page?: string;
  /** JSON. */
  snippets?: string;
}

/** By the getter itself: an element named `currentScript` in a reader's comment replaces `document.currentScript`. */
export function ownTag(): Tag {
  const script: HTMLOrSVGScriptElement | null = Reflect.get(Document.prototype, 'currentScript', document);
  return script?.dataset ?? {};
}
