/** Reads the script tag that runs now, the only thing in a page from which our scripts take an address or a token. */

import type { OwnData } from '../../page/browser.js';
import { document } from './document.js';

/** What the server tells the script that the tag loads. */
export interface Tag extends OwnData {
  /** The address of the script itself, which names everything else of the router's. */
  source: URL;
  /** Where the script asks. */
  endpoint: URL;
  /** Whether the tag came into a page that was loaded already. */
  isLate: boolean;
  /** The tag of plenigo's script behind our own, if it keeps no page waiting. */
  sdk: HTMLScriptElement | undefined;
  /** Settles when plenigo's script has run, or has failed. */
  sdkSettled: Promise<unknown>;
}

/**
 * A script beside our own, if it has this mark: `async` does not tell plenigo's, because HTMX takes it away. No sanitizer lets a
 * script element pass, so no comment can hold one.
 */
function findMarked(beside: Element | null, mark: 'plenigo' | 'plenigoSdk'): HTMLScriptElement | undefined {
  return beside instanceof HTMLScriptElement && mark in beside.dataset ? beside : undefined;
}

/**
 * Takes what the tag says, and from the element before it what is the reader's own: nothing else in the page is to find that,
 * so the element goes. So does the tag, and who swaps pages runs the next one.
 */
export function takeOwnTag(endpoint: 'checkout' | 'account'): Tag {
  const script = document.currentScript as HTMLScriptElement;
  const sdk = findMarked(script.nextElementSibling, 'plenigoSdk');
  const before = findMarked(script.previousElementSibling, 'plenigo');
  let told = {};
  if (before) {
    told = JSON.parse(before.text);
    before.remove();
  }
  script.remove();
  // The browser has read it against the page's base, which may lie elsewhere.
  const source = new URL(script.getAttribute('src') as string, location.href);
  const isLate = document.readyState === 'complete';
  const sdkSettled = new Promise((resolve) => {
    sdk?.addEventListener('load', resolve);
    sdk?.addEventListener('error', resolve);
    // A page that is loaded has run the scripts that it came with, or never will.
    if (!isLate) addEventListener('load', resolve);
  });
  return { ...told, source, endpoint: new URL(endpoint, source), isLate, sdk, sdkSettled };
}

/** plenigo's script, if it has this function. An element with the id `plenigo` in a reader's comment has none. */
export function findSdk<Sdk>(name: keyof Sdk): Sdk | undefined {
  const { plenigo: sdk } = window as Window & { plenigo?: Sdk & { isStandIn?: true } };
  return typeof sdk?.[name] === 'function' && !sdk.isStandIn ? sdk : undefined;
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** In ms. So long a click waits for plenigo's script, which keeps no page waiting. */
const PATIENCE = 8_000;

/** The same, once plenigo's script has run or cannot any more. */
export async function awaitSdk<Sdk>(name: keyof Sdk, { sdk, sdkSettled }: Tag): Promise<Sdk | undefined> {
  if (sdk && !findSdk(name)) await Promise.race([sdkSettled, pause(PATIENCE)]);
  return findSdk(name);
}
