/** The page as our scripts see it: its document, what their own tag says, plenigo's script, the site's router, cookies, events and messages. */

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

/** Takes what the tag says, and from the element before it what is the reader's own, which nothing else is to find. Who swaps pages runs the next tag. */
export function takeOwnTag(path: 'checkout' | 'account') {
  const script = document.currentScript as HTMLScriptElement;
  const { previousElementSibling: before, nextElementSibling: behind } = script;
  const own = isMarked(before, 'plenigo') ? before : undefined;
  const told: OwnData = JSON.parse(own?.text ?? '{}');
  own?.remove();
  script.remove();
  /** The address of the script itself, and of the router's folder. The browser has read it against the page's base, which may lie elsewhere. */
  const source = new URL(script.getAttribute('src') as string, location.href);
  const isLate = document.readyState === 'complete';
  /** The tag of plenigo's script behind our own, if it keeps no page waiting. */
  const sdk = isMarked(behind, 'plenigoSdk') ? behind : undefined;
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

/** The same, once plenigo's script has run or cannot any more. It keeps no page waiting, but a click for some seconds. */
export async function awaitSdk<Sdk>(name: keyof Sdk, { sdk, sdkSettled }: Tag): Promise<Sdk | undefined> {
  if (sdk && !findSdk(name)) await Promise.race([sdkSettled, pause(8_000)]);
  return findSdk(name);
}

/** Stands in for plenigo's script where the page loads it, and it has not run: for what a page calls by itself, as plenigo documents it. */
export function standIn({ sdk }: Tag, known: object): void {
  if (sdk && !Object.hasOwn(window, 'plenigo')) Object.assign(window, { plenigo: { isStandIn: true, ...known } });
}

type SdkDetail = Partial<Record<'action' | 'orderId' | 'pageName', unknown>> | null;

/** Listens to what plenigo says in the page. That is a reason to ask the site, but never a proof: any script can say it. */
export function onSdk(name: string, listener: (detail: SdkDetail) => void, options?: AddEventListenerOptions): void {
  const tell = (event: Event) => listener((event as CustomEvent).detail);
  addEventListener(`plenigo.${name}`, tell, { ...options, capture: true });
}

/** Tells the server that a reader may be `buying`, so that it asks plenigo again, or has just `bought` the page at `path`, which alone says thanks. */
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

export const create = <Name extends keyof HTMLElementTagNameMap>(name: Name, textContent = '') =>
  Object.assign(document.createElement(name), { lang: TEXTS.lang, textContent });

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

/** What the router answers, or what is known without it. */
export interface Answer {
  /** `ready`, `bought`, `free`, or the code of `plenigo:error`, by default `unavailable`. Absent also where nobody waits for the answer any more. */
  readonly status?: string | undefined;
  /** What plenigo's script is started with. A page of the account gets as many tokens as it has asked for. */
  readonly call?: object;
  /** What the reader is told. Where it is absent, the script has a sentence for the status. */
  readonly text?: string;
  /** Where the reader can go to set it right, such as the login. */
  readonly next?: { readonly href: string; readonly label: string };
}

/** By the status of an answer that is none of the router's: 0 is a redirect to the site's login, and 403 most likely for a CSRF token of yesterday. */
const meanings: Readonly<Record<number, string>> = { 0: 'anonymous', 401: 'anonymous', 403: 'forbidden' };

/** Asks with `body`, and makes an answer of whatever goes wrong. It never rejects. */
export function askRouter(body: object, { endpoint, csrf }: Tag, target: Node): Promise<Answer> {
  const headers = new Headers({ 'content-type': 'application/json', ...(csrf && { 'x-csrf-token': csrf }) });
  const waiting: unknown[] = [];
  // The page may add headers, now or later.
  fire(target, 'request', { headers, waitUntil: (promise: unknown) => waiting.push(promise) });

  async function send(): Promise<Answer> {
    await Promise.all(waiting);
    const response = await fetch(endpoint, {
      method: 'POST',
      credentials: 'include',
      // The router leads back here from the login. helmet's default would keep the address from it.
      referrerPolicy: 'same-origin',
      redirect: 'manual',
      headers,
      body: JSON.stringify(body),
    });
    // An error page of the site, or of a proxy before it, is no answer of the router.
    const answer: Answer | undefined = await response.json().catch(() => {});
    if (answer?.call || answer?.text || answer?.status === 'bought') return answer;
    return { status: meanings[response.status] };
  }

  // This is longer than the time that a site should give plenigo.
  const timeout = pause(20_000).then(() => ({ status: 'timeout' }));
  return Promise.race([send(), timeout]).catch(() => ({ status: 'network' }));
}

/** Makes the sentence and the next step. It is undefined where the site tells the reader itself. */
export function tellReader(target: Node, { status, text, next }: Answer, retry: () => void) {
  // This passes by itself, so the same click may work again. All else needs a page that is made anew.
  const isPassing = status === 'network';
  const button = create('button', findText(isPassing ? 'retry' : 'reload'));
  button.type = 'button';
  button.onclick = isPassing ? retry : () => location.reload();
  const link = create('a', next?.label);
  // No server knows which part of the page the reader is at.
  if (next) link.href = next.href;
  link.hash ||= location.hash;
  return complain(target, status, text, next ? link : button);
}
