/** A modal layer over the whole page. It is styled through the CSSOM only, so that it works under a strict CSP. */

/** Shows `content` in a modal dialog; returns what closes it. `onCancel`: Escape was pressed outside of the frame. */
export function openOverlay(
  content: HTMLElement,
  { label, onCancel }: { label: string; onCancel: () => void },
): () => void {
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
  // The page behind does not scroll, and keeps its width when the scroll bar goes.
  const { style, clientWidth } = document.documentElement;
  const { overflow, paddingRight } = style;
  style.overflow = 'hidden';
  if (window.innerWidth > clientWidth) style.paddingRight = `${window.innerWidth - clientWidth}px`;
  document.body.append(dialog);
  dialog.showModal();
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
    dialog.animate({ opacity: [0, 1] }, { duration: 160, easing: 'ease-out' });
  }
  content.focus({ preventScroll: true });
  return () => {
    // Closing gives the focus back to where it was before `showModal`.
    dialog.close();
    dialog.remove();
    Object.assign(style, { overflow, paddingRight });
  };
}
