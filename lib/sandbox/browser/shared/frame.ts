/** What the checkout and the self-service page have in common: they ask the sandbox for screens, and show them. */
import type { Site } from './site.js';

/** A form is asked about only once at a time, and says beside its fields what went wrong. */
export interface Answer {
  step: string;
  /** The screen to show, as the sandbox has rendered it. */
  html?: string;
  /** What is wrong with the form, in its place. */
  text?: string;
  /** The name of the field that has to be corrected. */
  field?: string;
  /** Of an error: what went wrong, for developers. */
  code?: string;
  detail?: string;
}

const { dataset } = document.documentElement;

/** The locale in which the sandbox writes this page. */
export const locale = dataset.locale ?? 'en';

/** Finds an element that the page always has. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element "${id}".`);
  return element;
}

/** Makes the answer for a fault that the sandbox cannot tell of. */
export function makeTrouble<Kind extends Answer>(code: 'network' | 'no-site', detail: string): Kind {
  return { step: 'error', code, detail, html: byId(code).innerHTML } as Answer as Kind;
}

/** Takes a step. Tokens travel in bodies only, never in an address. It never rejects. */
export async function takeStep<Kind extends Answer>(path: string, body: object): Promise<Kind> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, locale, api: dataset.api }),
      credentials: 'omit',
    });
    const answer = (await response.json()) as Kind;
    return answer.step === 'error' && !answer.html && !answer.text
      ? { ...makeTrouble<Kind>('network', ''), ...answer }
      : answer;
  } catch {
    return makeTrouble('network', 'The request got no answer.');
  }
}

/** Puts a screen in the place of the one before, and tells a site around the frame how much room it needs. */
export function showScreen(screen: string, site: Site | undefined): void {
  const element = byId('screen');
  element.innerHTML = screen;
  element.removeAttribute('aria-busy');
  for (const place of document.querySelectorAll('[data-host]')) place.textContent = site?.host ?? '';
  tellHeight(site);
}

/** Browsers do not run an observer in a frame that nobody sees yet, so every screen tells its height as well. */
export function tellHeight(site: Site | undefined): void {
  const element = document.getElementById('sheet') ?? byId('screen');
  site?.send({ type: 'plenigo:height', height: element.getBoundingClientRect().height });
}

/** Says beside a form what is wrong with it; without a text that nothing is. */
export function complain(
  form: HTMLFormElement,
  { text = '', field }: { text?: string; field?: string | undefined } = {},
): void {
  const problem = form.querySelector<HTMLElement>('.problem');
  if (problem) problem.textContent = text;
  for (const marked of form.querySelectorAll('[aria-invalid]')) marked.removeAttribute('aria-invalid');
  const input = field ? form.querySelector<HTMLElement>(`[name="${field}"]`) : null;
  input?.setAttribute('aria-invalid', 'true');
  input?.focus();
}

/** Takes a step for a form, unless one is under way. The fields of the form are handed in. */
export async function submitForm<Kind extends Answer>(
  form: HTMLFormElement,
  send: (values: Record<string, string>) => Promise<Kind>,
): Promise<Kind | undefined> {
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
