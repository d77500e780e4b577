/** A frame of the sandbox in the site's page, and the messages with it. */
import { type AnyStartMessage, type FrameMessage, isMessage } from '../shared/messages.js';
import { lang } from './tag.js';

/** What a frame needs. `path` is on the sandbox; `start` is sent when the frame is ready, and only to it. */
export interface FrameOptions {
  origin: string;
  path: string;
  title: string;
  embedded: boolean;
  start: AnyStartMessage;
  onMessage: (message: FrameMessage) => void;
}

/** Whether the page is always `light` or `dark`, as what stands in it should be; empty: as the browser wants. */
function schemeOfPage(): string {
  const { colorScheme } = getComputedStyle(document.body);
  const meta = document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.content;
  // What a page says by its `meta` alone is no style of its body.
  const schemes = colorScheme === 'normal' ? (meta ?? '') : colorScheme;
  if (!schemes.includes('dark')) return 'light';
  return schemes.includes('light') ? '' : 'dark';
}

/** Creates the frame, not yet in the page. `dispose` stops listening. */
export function createFrame(options: FrameOptions): { iframe: HTMLIFrameElement; dispose: () => void } {
  const { origin, path, title, embedded, start, onMessage } = options;
  const url = new URL(path, origin);
  // Only public things: the frame needs the site's origin to know whom to answer.
  url.searchParams.set('origin', location.origin);
  if (lang) url.searchParams.set('lang', lang);
  url.searchParams.set('view', embedded ? 'embedded' : 'overlay');
  const scheme = embedded ? schemeOfPage() : '';
  url.searchParams.set('scheme', scheme);
  const iframe = document.createElement('iframe');
  iframe.title = title;
  iframe.src = url.href;
  iframe.referrerPolicy = 'origin';
  Object.assign(iframe.style, { border: '0', display: 'block', width: '100%', colorScheme: scheme || 'light dark' });

  let started = false;
  const listen = (event: MessageEvent): void => {
    if (event.origin !== origin || event.source !== iframe.contentWindow || !isMessage(event.data)) return;
    if (event.data.type === 'plenigo:start') return;
    if (event.data.type === 'plenigo:ready' && !started) {
      started = true;
      iframe.contentWindow?.postMessage(start, origin);
    }
    onMessage(event.data);
  };
  window.addEventListener('message', listen);
  return { iframe, dispose: () => window.removeEventListener('message', listen) };
}
