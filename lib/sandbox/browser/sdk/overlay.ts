/** A modal layer over the whole page. Styled through the CSSOM only, so that it works under a strict CSP. */

const FADE = 160;

/** Shows `content` in a modal dialog. `onCancel` is called for Escape pressed outside of the frame. */
export function openOverlay(
  content: HTMLElement,
  { label, onCancel }: { label: string; onCancel: () => void },
): { dialog: HTMLDialogElement; close: () => void } {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', label);
  Object.assign(dialog.style, {
    position: 'fixed',
    inset: '0',
    width: '100%',
    height: '100%',
    maxWidth: 'none',
    maxHeight: 'none',
    margin: '0',
    padding: '0',
    border: '0',
    overflow: 'hidden',
    background: 'rgba(13, 17, 26, 0.62)',
  });
  Object.assign(content.style, { height: '100%' });
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
