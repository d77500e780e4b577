/** What the SDKs need to know of the site's page: the script tag, the language that it asks for, and how to leave. */

/** Only known while the script runs for the first time, not later in a click. */
export const tag = document.currentScript as HTMLScriptElement | null;

/** The address of the sandbox. */
export const origin = new URL(tag?.src ?? location.href).origin;

/** Empty where the page names none: then it is the sandbox's, or the browser's. */
export const lang = tag?.dataset.lang ?? '';

/** Says the same in the reader's language. */
export function say(english: string, german: string): string {
  return /^de\b/i.test(lang || navigator.language) ? german : english;
}

/** Leaves for a web address. Anything else could run as a script in the page; for it, `false`. */
export function leaveFor(address: string): boolean {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  location.assign(url.href);
  return true;
}
