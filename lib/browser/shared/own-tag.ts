/** Reads the script tag that runs now, the only thing in a page from which our scripts take an address or a token. */

/** The data attributes of the tag, as the server wrote them. */
export interface Tag {
  endpoint?: string;
  csrf?: string;
  /** JSON: what the page can sell without asking. */
  page?: string;
  /** JSON: what an account page shows. */
  snippets?: string;
}

/** Calls the getter itself, because an element named `currentScript` in a reader's comment replaces the property. */
export function readOwnTag(): Tag {
  const script: HTMLOrSVGScriptElement | null = Reflect.get(Document.prototype, 'currentScript', document);
  return script?.dataset ?? {};
}

/** plenigo's script, if it has this function. An element with the id `plenigo` in a reader's comment has none. */
export function findSdk<Sdk>(name: keyof Sdk): Sdk | undefined {
  const { plenigo: sdk } = window as Window & { plenigo?: Sdk };
  return typeof sdk?.[name] === 'function' ? sdk : undefined;
}
