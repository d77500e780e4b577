/** A frame of the sandbox in the site's page, and the messages with it. */
import { type FrameMessage, isMessage, type StartMessage } from '../shared/messages.js';
import { openOverlay } from './overlay.js';
import { lang, origin, say } from './page.js';

/** How long a frame may take to answer, in ms, before the reader is told. */
const PATIENCE = 10_000;

/** What a frame needs. `path` is on the sandbox; `body` is sent when the frame is ready, and only to it. */
export interface FrameOptions {
  path: string;
  title: string;
  body: StartMessage['body'];
  /** An element of the page, and the room in CSS px until the frame tells its own. Left out: a layer over the page. */
  place?: { element: HTMLElement; height: number } | undefined;
  /** Called when the reader wants to close the layer. */
  onCancel?(): void;
  onMessage(message: FrameMessage): void;
  /** Called when the frame does not load, for example because the site's policy forbids it. The reader has been told. */
  onSilence?(): void;
}

/** Stops what is shown in each element: a second frame in the same element takes its place. */
const shown = new WeakMap<Element, () => void>();

/** Says whether the page is always `light` or `dark`, as what stands in it should be. Empty: as the browser wants. */
function chooseScheme(): string {
  const { colorScheme } = getComputedStyle(document.body);
  const meta = document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.content;
  // What a page says by its `meta` alone is no style of its body.
  const schemes = colorScheme === 'normal' ? (meta ?? '') : colorScheme;
  if (!schemes.includes('dark')) return 'light';
  return schemes.includes('light') ? '' : 'dark';
}

function createIframe({ path, title, place }: FrameOptions): HTMLIFrameElement {
  const scheme = place ? chooseScheme() : '';
  const url = new URL(path, origin);
  // Only public things: the frame needs the site's origin to know whom to answer.
  url.searchParams.set('origin', location.origin);
  if (lang) url.searchParams.set('lang', lang);
  url.searchParams.set('view', place ? 'embedded' : 'overlay');
  url.searchParams.set('scheme', scheme);
  const iframe = document.createElement('iframe');
  iframe.title = title;
  iframe.src = url.href;
  iframe.referrerPolicy = 'origin';
  iframe.style.cssText = `border: 0; display: block; width: 100%; color-scheme: ${scheme || 'light dark'}`;
  iframe.style.height = place ? `${place.height}px` : '100%';
  return iframe;
}

/** Makes what the reader sees when the frame never answers. */
function makeNote(onCancel: () => void): HTMLElement {
  const note = document.createElement('div');
  note.setAttribute('role', 'alert');
  note.style.cssText =
    'margin: 15vh auto; padding: 24px; max-width: 360px; border-radius: 14px; background: #fff; color: #161a22; ' +
    'font: 16px/1.5 system-ui, sans-serif; text-align: center';
  const button = document.createElement('button');
  // In a form of the site any other button would send it.
  button.type = 'button';
  button.textContent = say('Close', 'Schließen');
  button.style.cssText = 'display: block; margin: 16px auto 0; padding: 10px 24px; font: inherit';
  button.addEventListener('click', onCancel);
  note.append(
    say(
      'This could not be loaded. Nothing was changed or charged. Please try again later.',
      'Das konnte nicht geladen werden. Es wurde nichts geändert oder berechnet. Bitte versuchen Sie es später.',
    ),
    button,
  );
  return note;
}

/** Opens a frame, and returns what removes it. */
export function openFrame(options: FrameOptions): () => void {
  const { title, body, place, onMessage } = options;
  const iframe = createIframe(options);
  const patience = setTimeout(() => {
    console.error(`The frame did not load. Does the site's CSP allow ${origin} in frame-src?`);
    iframe.replaceWith(makeNote(options.onCancel ?? remove));
    options.onSilence?.();
  }, PATIENCE);
  let isStarted = false;
  const listen = ({ origin: from, source, data }: MessageEvent): void => {
    if (from !== origin || source !== iframe.contentWindow || !isMessage(data) || data.type === 'plenigo:start') return;
    if (data.type === 'plenigo:ready' && !isStarted) {
      isStarted = true;
      clearTimeout(patience);
      iframe.contentWindow?.postMessage({ type: 'plenigo:start', body } satisfies StartMessage, origin);
    }
    if (data.type === 'plenigo:height' && place) iframe.style.height = `${Math.ceil(data.height)}px`;
    onMessage(data);
  };
  window.addEventListener('message', listen);
  let closeLayer = (): void => place?.element.replaceChildren();
  const stop = (): void => {
    clearTimeout(patience);
    window.removeEventListener('message', listen);
  };
  const remove = (): void => {
    stop();
    closeLayer();
  };
  if (place) {
    shown.get(place.element)?.();
    shown.set(place.element, stop);
    place.element.replaceChildren(iframe);
  } else {
    closeLayer = openOverlay(iframe, { label: title, onCancel: options.onCancel ?? remove });
  }
  return remove;
}
