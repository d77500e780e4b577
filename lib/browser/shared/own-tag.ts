/** Reads the script tag that runs now, the only thing in a page from which our scripts take an address or a token. */

/** What the server tells the script that the tag loads. */
export interface Tag {
  /** Where the script asks. */
  endpoint: URL;
  /** The folder that the script itself came from. */
  folder: string;
  csrf?: string;
  /** What the page can sell without asking: for the mark of each button the argument of plenigo's checkout function. */
  page?:
    | {
        /** In ms, counted from when the page was asked for. */
        goodFor: number;
        calls: [mark: string, call: object][];
      }
    | undefined;
  /** What an account page shows. With API v2 each also holds all that plenigo's call takes; only API v3 has `navigation`. */
  snippets?: { elementId: string; snippet: string; navigation?: string }[];
  /** The address of a page that uses up a free view. */
  metered?: string;
  /** The reader has bought this page a moment ago. */
  justBought?: true;
  /** Whether the tag came into a page that was loaded already. */
  isLate: boolean;
  /** The tag of plenigo's script behind our own, if it keeps no page waiting. */
  sdk: Element | undefined;
  /** Settles when plenigo's script has run, or has failed. */
  sdkSettled: Promise<unknown>;
}

/**
 * Takes what the tag says, and from the element before it what is the reader's own: nothing else in the page is to find that,
 * so the element goes. So does the tag, and who swaps pages runs the next one. This calls the getter itself, because an
 * element named `currentScript` in a reader's comment replaces the property.
 */
export function takeOwnTag(): Tag {
  const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement | null;
  const before = script?.previousElementSibling;
  // No sanitizer lets a script element pass, so no comment can hold one.
  const own = before instanceof HTMLScriptElement && 'plenigo' in before.dataset ? before : undefined;
  // Not read against the page's base, which may lie elsewhere.
  const source = new URL(script?.getAttribute('src') ?? '', location.href);
  const behind = script?.nextElementSibling;
  const sdk = behind instanceof HTMLScriptElement && behind.async ? behind : undefined;
  own?.remove();
  script?.remove();
  const isLate = document.readyState === 'complete';
  const sdkSettled = new Promise((resolve) => {
    sdk?.addEventListener('error', resolve);
    const settle = () => resolve(startSdk(isLate));
    sdk?.addEventListener('load', settle);
    // A page that is loaded has run the scripts that it came with, or never will. Of those inserted later any may run first.
    if (!isLate) addEventListener('load', settle);
    else startSdk(isLate);
  });
  const endpoint = new URL(`${script?.dataset.endpoint}`, source);
  const told = JSON.parse(own?.textContent ?? '{}');
  return { ...told, endpoint, folder: new URL('.', source).href, isLate, sdk, sdkSettled };
}

/**
 * With API v2 plenigo's script starts itself, and counts, when the page is loaded. Where it comes later somebody has to start
 * it, but only once, whichever of our tags finds it first.
 */
function startSdk(isLate: boolean): void {
  const sdk = findSdk<{ start(): void; isStarted?: boolean }>('start');
  if (!sdk || sdk.isStarted) return;
  sdk.isStarted = true;
  if (isLate) sdk.start();
}

/** plenigo's script, if it has this function. An element with the id `plenigo` in a reader's comment has none. */
export function findSdk<Sdk>(name: keyof Sdk): Sdk | undefined {
  const { plenigo: sdk } = window as Window & { plenigo?: Sdk };
  const found: unknown = sdk?.[name];
  return typeof found === 'function' && !('isStandIn' in found) ? sdk : undefined;
}

/** In ms. So long a click waits for plenigo's script, which keeps no page waiting. */
const PATIENCE = 8_000;

/** The same, once plenigo's script has run or cannot any more. */
export async function awaitSdk<Sdk>(name: keyof Sdk, { sdk, sdkSettled }: Tag): Promise<Sdk | undefined> {
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  if (sdk && !findSdk(name)) await Promise.race([sdkSettled, patience]);
  return findSdk(name);
}
