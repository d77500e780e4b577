/** Reads the script tag that runs now, the only thing in a page from which our scripts take an address or a token. */

/** What the server tells the script that the tag loads. */
export interface Tag {
  endpoint?: string | undefined;
  csrf?: string;
  /** What the page can sell without asking: for the mark of each button the argument of plenigo's checkout function. */
  page?: {
    /** In ms, counted from when the page was asked for. */
    goodFor: number;
    calls: [mark: string, call: object][];
  };
  /** What an account page shows. With API v2 each also holds all that plenigo's call takes; only API v3 has `navigation`. */
  snippets?: { elementId: string; snippet: string; navigation?: string }[];
  /** The tag of plenigo's script behind our own, if the page has it there. */
  sdk?: Element | undefined;
}

/**
 * Takes what the tag says, and from the element before it what is the reader's own: nothing else in the page is to find that,
 * so the element goes. This calls the getter itself, because an element named `currentScript` in a reader's comment replaces
 * the property.
 */
export function takeOwnTag(): Tag {
  const script: HTMLOrSVGScriptElement | null = Reflect.get(Document.prototype, 'currentScript', document);
  const before = (script as Element | null)?.previousElementSibling;
  // No sanitizer lets a script element pass, so no comment can hold one.
  const own = before instanceof HTMLScriptElement && 'plenigo' in before.dataset ? before : undefined;
  own?.remove();
  const behind = (script as Element | null)?.nextElementSibling;
  const sdk = behind instanceof HTMLScriptElement && behind.async ? behind : undefined;
  return { endpoint: script?.dataset.endpoint, ...JSON.parse(own?.textContent ?? '{}'), sdk };
}

/** plenigo's script, if it has this function. An element with the id `plenigo` in a reader's comment has none. */
export function findSdk<Sdk>(name: keyof Sdk): Sdk | undefined {
  const { plenigo: sdk } = window as Window & { plenigo?: Sdk };
  return typeof sdk?.[name] === 'function' ? sdk : undefined;
}

/** In ms. So long a click waits for plenigo's script, which keeps no page waiting. */
const PATIENCE = 8_000;

/** The same, once plenigo's script has run, or cannot any more: a page that is loaded has run it, or never will. */
export async function awaitSdk<Sdk>(name: keyof Sdk, { sdk: script }: Tag): Promise<Sdk | undefined> {
  if (script && !findSdk(name) && document.readyState !== 'complete') {
    await new Promise((resolve) => {
      for (const event of ['load', 'error']) script.addEventListener(event, resolve);
      addEventListener('load', resolve);
      setTimeout(resolve, PATIENCE);
    });
  }
  return findSdk(name);
}
