/** What the reader sees when a snippet cannot be opened. */

import { h, icon } from '../checkout/dom.js';
import { t } from '../shared/texts.js';
import type { Trouble } from './server.js';

interface Words {
  title: string;
  text: string;
}

const RELOAD = t('Please load this page again.');

const WORDS: Partial<Record<Trouble['code'], Words>> = {
  'login-token-used': {
    title: t('This page was opened before'),
    text: `${t('For your safety, it opens only once.')} ${RELOAD}`,
  },
  'login-token-expired': {
    title: t('This page was open for too long'),
    text: `${t('For your safety, it waits only a few minutes.')} ${RELOAD}`,
  },
  network: { title: t('No connection'), text: `${t('We could not reach the service.')} ${RELOAD}` },
  'no-site': { title: t('Nothing to see here'), text: t('This page belongs inside the account page of a site.') },
};

const OTHER: Words = {
  title: t('We could not log you in'),
  text: t('The site that brought you here did not prove who you are. Please log in there again.'),
};

/** `onLogin`: back to the site's login. */
export function troublePart({ code, detail }: Trouble, onLogin: (() => void) | undefined): HTMLElement {
  const { title, text } = WORDS[code] ?? OTHER;
  const button = onLogin && h('button', { type: 'button', class: 'primary' }, t('Log in again'));
  if (button) button.addEventListener('click', () => onLogin());
  return h(
    'section',
    { class: 'part trouble', role: 'alert' },
    h('span', { class: 'medal bad' }, icon('alert')),
    h('h1', {}, title),
    h('p', {}, text),
    button,
    h('p', { class: 'code' }, t('Error code: '), h('code', {}, code), h('span', { class: 'detail' }, detail)),
  );
}
