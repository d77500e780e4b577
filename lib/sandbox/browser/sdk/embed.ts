/** Puts a frame of the sandbox into an element of the page. */
import { createFrame, type FrameOptions } from './frame.js';
import { say } from './page.js';

/** What is shown in each element: a second call for the same element takes its place. */
const shown = new WeakMap<Element, () => void>();

/** `onSilence` is called after the reader has been told. */
export function embed(place: HTMLElement, options: Omit<FrameOptions, 'onSilence'> & { onSilence?: () => void }): void {
  shown.get(place)?.();
  const { iframe, dispose } = createFrame({
    ...options,
    onSilence() {
      const note = document.createElement('p');
      note.setAttribute('role', 'alert');
      note.textContent = say(
        'This part of the page could not be loaded. Please try again later.',
        'Dieser Teil der Seite konnte nicht geladen werden. Bitte versuchen Sie es später noch einmal.',
      );
      place.replaceChildren(note);
      options.onSilence?.();
    },
  });
  place.replaceChildren(iframe);
  shown.set(place, dispose);
}
