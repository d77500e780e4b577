/** Buttons for what else can become of a purchase of API v3, so that a site sees how it takes it. */

import type { FrameMessage } from '../shared/messages.js';
import { t } from '../shared/texts.js';
import { h } from './dom.js';
import type { Site } from './site.js';

const OUTCOMES: readonly (readonly [string, FrameMessage])[] = [
  [t('The payment fails'), { type: 'plenigo:declined' }],
  [t('Bought already (-1)'), { type: 'plenigo:paid', order: '-1' }],
  [t('Not allowed (-2)'), { type: 'plenigo:paid', order: '-2' }],
  [t('An error'), { type: 'plenigo:error', message: 'An error that was asked for in the sandbox.' }],
];

/** `leave` pays as if at another page. */
export function outcomes(site: Site | undefined, leave: () => Promise<void>): HTMLElement {
  const button = (text: string, onClick: () => void): HTMLElement => {
    const element = h('button', { type: 'button', class: 'quiet' }, text);
    element.addEventListener('click', onClick);
    return element;
  };
  return h(
    'div',
    { role: 'group', 'aria-label': t('What else may happen') },
    button(t('Pay on another page'), () => void leave()),
    ...OUTCOMES.map(([text, message]) => button(text, () => site?.send(message))),
  );
}
