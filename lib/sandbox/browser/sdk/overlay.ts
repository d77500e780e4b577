/** A modal layer over the whole page. It is styled through the CSSOM only, so that it works under a strict CSP. */
import { say } from './page.js';

const FADE = 160;

/** Shows `content` in a modal dialog. `onCancel` is called for Escape pressed outside of the frame. */
export function openOverlay(
  content: HTMLElement,
  { label, onCancel }: { label: string; onCancel: () => void },
): { dialog: HTMLDialogElement; close: () => void } {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', label);
  dialog.style.cssText =
    'position: fixed; inset: 0; width: 100%; height: 100%; max-width: none; max-height: none; margin: 0; padding: 0; ' +
    'border: 0; overflow: hidden; background: rgba(13, 17, 26, 0.62)';
  dialog.append(content);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    onCancel();
  });
  const unlock = lockScroll();
  document.body.append(dialog);
  dialog.showModal();
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
    dialog.animate({ opacity: [0, 1] }, { duration: FADE, easing: 'ease-out' });
  }
  content.focus({ preventScroll: true });
  return {
    dialog,
    close() {
      // Closing gives the focus back to where it was before `showModal`.
      dialog.close();
      dialog.remove();
      unlock();
    },
  };
}

/** Stops the page behind from scrolling, and keeps its width when the scroll bar goes. Returns the way back. */
function lockScroll(): () => void {
  const { style } = document.documentElement;
  const { overflow, paddingRight } = style;
  const bar = window.innerWidth - document.documentElement.clientWidth;
  style.overflow = 'hidden';
  if (bar > 0) style.paddingRight = `${bar}px`;
  return () => Object.assign(style, { overflow, paddingRight });
}

/** Makes what the reader sees when the frame never answers. */
export function makeTroublePanel(onClose: () => void): HTMLElement {
  const panel = document.createElement('div');
  panel.setAttribute('role', 'alert');
  panel.style.cssText =
    'position: absolute; top: 50%; left: 50%; transform: translate(-50%, -50%); box-sizing: border-box; padding: 28px; ' +
    'width: min(420px, calc(100% - 32px)); border-radius: 14px; background: #fff; color: #161a22; text-align: center; ' +
    'font: 16px/1.5 system-ui, sans-serif';
  const text = document.createElement('p');
  text.textContent = say(
    'The checkout could not be loaded. You have not been charged.',
    'Die Bezahlseite konnte nicht geladen werden. Es wurde nichts berechnet.',
  );
  text.style.margin = '0 0 20px';
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = say('Close', 'Schließen');
  button.style.cssText =
    'font: inherit; padding: 10px 24px; border: 1px solid #8b93a1; border-radius: 10px; background: #fff; color: inherit';
  button.addEventListener('click', onClose);
  panel.append(text, button);
  return panel;
}
