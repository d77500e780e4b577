/** The page as our scripts see it: its document, what their own tag says, plenigo's script, cookies, events and messages. */

import type { OwnData } from '../../page/browser.js';

declare global {
  /** What the script says, in the language of the page. The server puts it before the script. */
  const TEXTS: { readonly [code: string]: string; readonly lang: string };
}

const named = globalThis.document;

/** The document as its prototype has it: in the page's own any property can be an element of a comment, such as `<img name="cookie">`. */
export const document = new Proxy(named, {
  get(_, name) {
    const value = Reflect.get(Document.prototype, name, named);
    return value?.bind?.(named) ?? value;
  },
  set: (_, name, value) => Reflect.set(Document.prototype, name, value, named),
});

export type Tag = ReturnType<typeof takeOwnTag>;

/** Whether it is a script with this mark, which no comment can hold, because no sanitizer lets one pass. HTMX takes `async` away. */
export const isMarked = (element: Element | null, mark: 'plenigo' | 'plenigoSdk'): element is HTMLScriptElement =>
  element instanceof HTMLScriptElement && mark in element.dataset;

/**
 * Takes what the tag says, and from the element before it what is the reader's own: nothing else in the page is to find that,
 * so the element goes. So does the tag, and who swaps pages runs the next one.
 */
export function takeOwnTag(path: 'checkout' | 'account') {
  const script = document.currentScript as HTMLScriptElement;
  const { previousElementSibling: before, nextElementSibling: behind } = script;
  let told: OwnData = {};
  if (isMarked(before, 'plenigo')) {
    told = JSON.parse(before.text);
    before.remove();
  }
  script.remove();
  /** The address of the script itself, and of the router's folder. The browser has read it against the page's base, which may lie elsewhere. */
  const source = new URL(script.getAttribute('src') as string, location.href);
  /** Whether the tag came into a page that was loaded already. */
  const isLate = document.readyState === 'complete';
  /** The tag of plenigo's script behind our own, if it keeps no page waiting. */
  const sdk = isMarked(behind, 'plenigoSdk') ? behind : undefined;
  /** Settles when plenigo's script has run, or has failed. */
  const sdkSettled = new Promise((resolve) => {
    sdk?.addEventListener('load', resolve);
    sdk?.addEventListener('error', resolve);
    // A page that is loaded has run the scripts that it came with, or never will.
    if (!isLate) addEventListener('load', resolve);
  });
  return { ...told, source, endpoint: new URL(path, source), isLate, sdk, sdkSettled };
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** plenigo's script, if it has this function. An element with the id `plenigo` in a reader's comment has none. */
export function findSdk<Sdk>(name: keyof Sdk): Sdk | undefined {
  const { plenigo: sdk } = window as Window & { plenigo?: Sdk & { isStandIn?: true } };
  return typeof sdk?.[name] === 'function' && !sdk.isStandIn ? sdk : undefined;
}

/** In ms. So long a click waits for plenigo's script, which keeps no page waiting. */
const PATIENCE = 8_000;

/** The same, once plenigo's script has run or cannot any more. */
export async function awaitSdk<Sdk>(name: keyof Sdk, { sdk, sdkSettled }: Tag): Promise<Sdk | undefined> {
  if (sdk && !findSdk(name)) await Promise.race([sdkSettled, pause(PATIENCE)]);
  return findSdk(name);
}

/** Stands in for plenigo's script where the page loads it, and it has not run: for what a page calls by itself, as plenigo documents it. */
export function standIn({ sdk }: Tag, known: object): void {
  if (sdk && !Object.hasOwn(window, 'plenigo')) Object.assign(window, { plenigo: { isStandIn: true, ...known } });
}

/**
 * Tells the next page that a reader may be `buying`, so that the server asks plenigo again, or has just `bought`, so that this page
 * says thanks, and no other, which they may have bought before. `seconds` 0 takes the cookie away.
 */
export function setCookie(name: 'buying' | 'bought', seconds: number, path = location.pathname): void {
  const secure = location.protocol === 'https:' ? ';Secure' : '';
  // An address may hold a semicolon, so what counts stands behind it: of two attributes the last one does.
  document.cookie = `plenigo_${name}=1;Path=${path};Max-Age=${seconds};SameSite=Lax${secure}`;
}

/** Fires an event. It is false where a listener prevents what comes next. */
export function fire(target: Node, name: string, detail: object): boolean {
  // A page that is built in the browser may have replaced the button meanwhile, and what is fired there reaches nobody.
  const heard = target.isConnected ? target : document;
  return heard.dispatchEvent(new CustomEvent(`plenigo:${name}`, { bubbles: true, cancelable: true, detail }));
}

export const findText = (code?: string) => TEXTS[code as string] ?? (TEXTS.unavailable as string);

/** Makes an element that says something in the language of the script. */
export function create<Name extends keyof HTMLElementTagNameMap>(name: Name, text = '') {
  const element = document.createElement(name);
  element.lang = TEXTS.lang;
  element.textContent = text;
  return element;
}

/** Makes a message with the reader's next step. It is undefined where the site prevents the event, to show one of its own. */
export function complain(target: Node, code = 'unavailable', message = findText(code), step: Node | string = '') {
  if (!fire(target, 'error', { code, message })) return undefined;
  const note = create('span', message);
  note.dataset.plenigoMessage = code;
  note.role = 'alert';
  const sentence = create('span');
  sentence.append(note, ' ', step);
  return sentence;
}
