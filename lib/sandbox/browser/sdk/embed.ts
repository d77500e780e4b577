/** Puts a frame of the sandbox into an element of the page. */
import type { FrameMessage } from '../shared/messages.js';
import { createFrame, type FrameOptions } from './frame.js';
import { t } from './tag.js';

/** How long the frame may take to answer, in ms, before the reader is told. */
const PATIENCE = 10_000;

/** What is shown in each element: a second call for the same element takes its place. */
const shown = new WeakMap<Element, () => void>();

/** `height`: room in CSS px until the frame tells its own. `onSilence` is called when the frame does not load. */
export function embed(
  place: HTMLElement,
  options: Omit<FrameOptions, 'embedded'> & { height: number; onSilence?: () => void },
): void {
  shown.get(place)?.();
  let patience = 0;
  const { iframe, dispose } = createFrame({
    ...options,
    embedded: true,
    onMessage(message: FrameMessage) {
      if (message.type === 'plenigo:ready') window.clearTimeout(patience);
      if (message.type === 'plenigo:height') iframe.style.height = `${Math.ceil(message.height)}px`;
      options.onMessage(message);
    },
  });
  iframe.style.height = `${options.height}px`;
  place.replaceChildren(iframe);
  shown.set(place, () => {
    window.clearTimeout(patience);
    dispose();
  });
  patience = window.setTimeout(() => {
    console.error(`The frame did not load. Does the site's CSP allow ${options.origin} in frame-src?`);
    const note = document.createElement('p');
    note.setAttribute('role', 'alert');
    note.textContent = t('This part of the page could not be loaded. Please try again later.');
    place.replaceChildren(note);
    options.onSilence?.();
  }, PATIENCE);
}

/** Leaves for a web address. Anything else could run as a script in the page; for it, `false`. */
export function leaveFor(address: string): boolean {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  location.assign(url.href);
  return true;
}
