/** What the reader sees when a snippet cannot be opened. */
import { h, icon } from '../checkout/dom.js';
import type { Trouble } from './server.js';

interface Words {
  title: string;
  text: string;
}

const RELOAD = 'Please load this page again.';

const WORDS: Partial<Record<Trouble['code'], Words>> = {
  'login-token-used': {
    title: 'This page was opened before',
    text: `For your safety, it opens only once. ${RELOAD}`,
  },
  'login-token-expired': {
    title: 'This page was open for too long',
    text: `For your safety, it waits only a few minutes. ${RELOAD}`,
  },
  network: { title: 'No connection', text: `We could not reach the service. ${RELOAD}` },
  'no-site': { title: 'Nothing to see here', text: 'This page belongs inside the account page of a site.' },
};

const OTHER: Words = {
  title: 'We could not log you in',
  text: 'The site that brought you here did not prove who you are. Please log in there again.',
};

/** `onLogin`: back to the site's login. */
export function troublePart({ code, detail }: Trouble, onLogin: (() => void) | undefined): HTMLElement {
  const { title, text } = WORDS[code] ?? OTHER;
  const button = onLogin && h('button', { type: 'button', class: 'primary' }, 'Log in again');
  if (button) button.addEventListener('click', () => onLogin());
  return h(
    'section',
    { class: 'part trouble', role: 'alert' },
    h('span', { class: 'medal bad' }, icon('alert')),
    h('h2', {}, title),
    h('p', {}, text),
    button,
    h('p', { class: 'code' }, 'Error code: ', h('code', {}, code), h('span', { class: 'detail' }, detail)),
  );
}
