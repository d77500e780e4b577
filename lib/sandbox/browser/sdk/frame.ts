/** A frame of the sandbox in the site's page, and the messages with it. */
import { type AnyStartMessage, type FrameMessage, isMessage } from '../shared/messages.js';
import { lang, origin } from './page.js';

/** How long a frame may take to answer, in ms, before the reader is told. */
const PATIENCE = 10_000;

/** What a frame needs. `path` is on the sandbox; `start` is sent when the frame is ready, and only to it. */
export interface FrameOptions {
  path: string;
  title: string;
  start: AnyStartMessage;
  /** The room in CSS px until the frame tells its own. Left out: it fills a dialog. */
  height?: number | undefined;
  onMessage(message: FrameMessage): void;
  /** Called when the frame does not load, for example because the site's policy forbids it. */
  onSilence(): void;
}

/** Says whether the page is always `light` or `dark`, as what stands in it should be. Empty: as the browser wants. */
function chooseScheme(): string {
  const { colorScheme } = getComputedStyle(document.body);
  const meta = document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.content;
  // What a page says by its `meta` alone is no style of its body.
  const schemes = colorScheme === 'normal' ? (meta ?? '') : colorScheme;
  if (!schemes.includes('dark')) return 'light';
  return schemes.includes('light') ? '' : 'dark';
}

/** Creates the frame, not yet in the page. `dispose` stops listening. */
export function createFrame(options: FrameOptions): { iframe: HTMLIFrameElement; dispose: () => void } {
  const { path, title, start, height, onMessage, onSilence } = options;
  const isEmbedded = height !== undefined;
  const scheme = isEmbedded ? chooseScheme() : '';
  const url = new URL(path, origin);
  // Only public things: the frame needs the site's origin to know whom to answer.
  url.searchParams.set('origin', location.origin);
  if (lang) url.searchParams.set('lang', lang);
  url.searchParams.set('view', isEmbedded ? 'embedded' : 'overlay');
  url.searchParams.set('scheme', scheme);
  const iframe = document.createElement('iframe');
  iframe.title = title;
  iframe.src = url.href;
  iframe.referrerPolicy = 'origin';
  iframe.style.cssText = `border: 0; display: block; width: 100%; color-scheme: ${scheme || 'light dark'}`;
  iframe.style.height = isEmbedded ? `${height}px` : '100%';

  const patience = setTimeout(() => {
    console.error(`The frame did not load. Does the site's CSP allow ${origin} in frame-src?`);
    onSilence();
  }, PATIENCE);
  let isStarted = false;
  const listen = (event: MessageEvent): void => {
    if (event.origin !== origin || event.source !== iframe.contentWindow || !isMessage(event.data)) return;
    const message = event.data;
    if (message.type === 'plenigo:start') return;
    if (message.type === 'plenigo:ready') clearTimeout(patience);
    if (message.type === 'plenigo:ready' && !isStarted) {
      isStarted = true;
      iframe.contentWindow?.postMessage(start, origin);
    }
    if (message.type === 'plenigo:height' && isEmbedded) iframe.style.height = `${Math.ceil(message.height)}px`;
    onMessage(message);
  };
  window.addEventListener('message', listen);
  const dispose = (): void => {
    clearTimeout(patience);
    window.removeEventListener('message', listen);
  };
  return { iframe, dispose };
}
