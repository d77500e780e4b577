/** The site's page around this one: waits for its start message and talks back to it. */
import { type AnyStartMessage, type FrameMessage, isMessage } from './messages.js';

/** The site that embeds this page. */
export interface Site {
  /** What to show as the seller: the host of the site. */
  host: string;
  send: (message: FrameMessage) => void;
}

/**
 * Tells the page around that this one is ready, and calls `onStart` once with its answer. `undefined` when there is no
 * page around or it is not the one that the address names.
 */
export function connectSite<Start extends AnyStartMessage>(
  origin: string | null,
  onStart: (message: Start) => void,
): Site | undefined {
  if (window.parent === window || !origin || !URL.canParse(origin)) return undefined;
  const { host, origin: siteOrigin } = new URL(origin);
  const send = (message: FrameMessage): void => window.parent.postMessage(message, siteOrigin);
  const listen = ({ data, origin: from, source }: MessageEvent): void => {
    if (source !== window.parent || from !== siteOrigin) return;
    if (!isMessage(data) || data.type !== 'plenigo:start') return;
    window.removeEventListener('message', listen);
    // The script that opened this page sends what this page takes; the server checks every field.
    onStart(data as Start);
  };
  window.addEventListener('message', listen);
  send({ type: 'plenigo:ready' });
  return { host, send };
}
