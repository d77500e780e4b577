/** What the checkout and the self-service page have in common: the site around them, and the screens of the sandbox. */
import { type FrameMessage, isMessage, type StartMessage } from './messages.js';

/** Answer of the sandbox to a step. */
export interface Answer {
  step: string;
  /** The screen to show, as the sandbox has rendered it. */
  html?: string;
  /** What is wrong with the form, in its place, and the name of the field that has to be corrected. */
  text?: string;
  field?: string;
  /** Of an error: what went wrong, for developers. */
  code?: string;
  detail?: string;
}

const { dataset, classList } = document.documentElement;

/** The locale in which the sandbox writes this page. */
export const locale = dataset.locale ?? 'en';
export const isV3 = dataset.api === 'v3';
export const isEmbedded = classList.contains('embedded');

/** The site around this page; `undefined` if there is no page around, or the address names none. */
const site = findSite(new URLSearchParams(location.search).get('origin'));

function findSite(origin: string | null): URL | undefined {
  return window.parent !== window && origin && URL.canParse(origin) ? new URL(origin) : undefined;
}

/** Finds an element that the page always has. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element "${id}".`);
  return element;
}

/** Tells the site's page something. */
export function tellSite(message: FrameMessage): void {
  if (site) window.parent.postMessage(message, site.origin);
}

/** Asks the site's page for its start message, and calls `onStart` once with it. `onAlone`: there is no site. */
export function connectSite(onStart: (body: StartMessage['body']) => void, onAlone: (answer: Answer) => void): void {
  if (!site) {
    onAlone(makeTrouble('no-site', 'The page is not in a frame of a site.'));
    return;
  }
  const listen = ({ data, origin, source }: MessageEvent): void => {
    if (source !== window.parent || origin !== site.origin) return;
    if (!isMessage(data) || data.type !== 'plenigo:start') return;
    window.removeEventListener('message', listen);
    onStart(data.body);
  };
  window.addEventListener('message', listen);
  tellSite({ type: 'plenigo:ready' });
  if (isEmbedded) new ResizeObserver(tellHeight).observe(document.body);
}

/** Makes the answer for a fault that the sandbox cannot tell of. */
function makeTrouble(code: 'network' | 'no-site', detail: string): Answer {
  return { step: 'error', code, detail, html: byId(code).innerHTML };
}

/** Takes a step. Tokens travel in bodies only, never in an address. It never rejects. */
export async function takeStep<Reply extends Answer>(path: string, body: object): Promise<Reply> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, locale, api: dataset.api }),
      credentials: 'omit',
    });
    const answer = (await response.json()) as Reply;
    const isBare = answer.step === 'error' && !answer.html && !answer.text;
    return isBare ? { ...makeTrouble('network', ''), ...answer } : answer;
  } catch {
    return makeTrouble('network', 'The request got no answer.') as Reply;
  }
}

/** Puts a screen in the place of the one before, and tells a site around the frame how much room it needs. */
export function showScreen(screen = ''): void {
  const element = byId('screen');
  element.innerHTML = screen;
  element.removeAttribute('aria-busy');
  for (const place of document.querySelectorAll('[data-host]')) place.textContent = site?.host ?? '';
  tellHeight();
}

/** Browsers do not run an observer in a frame that nobody sees yet, so every screen tells its height as well. */
function tellHeight(): void {
  tellSite({ type: 'plenigo:height', height: document.body.getBoundingClientRect().height });
}

/** Says beside a form what is wrong with it; without a text that nothing is. */
export function complain(form: HTMLFormElement, { text = '', field }: { text?: string; field?: string } = {}): void {
  const problem = form.querySelector<HTMLElement>('.problem');
  if (problem) problem.textContent = text;
  for (const marked of form.querySelectorAll('[aria-invalid]')) marked.removeAttribute('aria-invalid');
  const input = field ? form.querySelector<HTMLElement>(`[name="${field}"]`) : null;
  input?.setAttribute('aria-invalid', 'true');
  input?.focus();
}

/** Takes a step for a form, unless one is under way. `send` gets the fields; a form that is wrong says so itself. */
export async function submitForm<Reply extends Answer>(
  form: HTMLFormElement,
  send: (values: Record<string, string>) => Promise<Reply>,
): Promise<Reply | undefined> {
  if (form.ariaBusy) return undefined;
  complain(form);
  const values = Object.fromEntries(new FormData(form)) as Record<string, string>;
  form.ariaBusy = 'true';
  const answer = await send(values);
  form.ariaBusy = null;
  const offline = form.querySelector<HTMLElement>('.problem')?.dataset.offline;
  if (answer.code === 'network' && offline) complain(form, { text: offline });
  else if (answer.text) complain(form, answer);
  else return answer;
  return undefined;
}
