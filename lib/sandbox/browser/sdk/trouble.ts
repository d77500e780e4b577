/** What the reader sees when the frame never answers, for example because the site's CSP forbids it. */
import { t } from './tag.js';

/** A panel with a close button, styled through the CSSOM only. */
export function troublePanel(onClose: () => void): HTMLElement {
  const panel = document.createElement('div');
  panel.setAttribute('role', 'alert');
  Object.assign(panel.style, {
    position: 'absolute',
    top: '50%',
    left: '50%',
    transform: 'translate(-50%, -50%)',
    boxSizing: 'border-box',
    width: 'min(420px, calc(100% - 32px))',
    padding: '28px',
    borderRadius: '14px',
    background: '#fff',
    color: '#161a22',
    font: '16px/1.5 system-ui, sans-serif',
    textAlign: 'center',
  });
  const text = document.createElement('p');
  text.textContent = t('The checkout could not be loaded. You have not been charged.');
  Object.assign(text.style, { margin: '0 0 20px' });
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = t('Close');
  Object.assign(button.style, {
    font: 'inherit',
    padding: '10px 24px',
    border: '1px solid #c9ced6',
    borderRadius: '10px',
    background: '#fff',
    color: 'inherit',
    cursor: 'pointer',
  });
  button.addEventListener('click', onClose);
  panel.append(text, button);
  return panel;
}
