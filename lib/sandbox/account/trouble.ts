/** What the reader sees when a snippet cannot be shown. */
import { showIcon } from '../pages/fields.js';
import { type Html, html } from '../pages/html.js';
import type { Text, Writer } from '../pages/language.js';
import type { AccountErrorCode } from './view.js';

/** `network`: the sandbox did not answer. `no-site`: the page was opened by itself. */
type TroubleCode = AccountErrorCode | 'network' | 'no-site';

const RELOAD = 'Please load this page again.';
/** A title, and sentences. */
const TEXTS: Partial<Record<TroubleCode, readonly Text[]>> = {
  'login-token-used': ['This page was opened before', 'For your safety, it opens only once.', RELOAD],
  'login-token-expired': ['This page was open for too long', 'For your safety, it waits only a few minutes.', RELOAD],
  network: ['No connection', 'We could not reach the service.', RELOAD],
  'no-site': ['Nothing to see here', 'This page belongs inside the account page of a site.'],
};
const OTHER: readonly Text[] = [
  'We could not log you in',
  'The site that brought you here did not prove who you are. Please log in there again.',
];

/** Shows why, for the reader and for developers, and the way back to the site's login. */
export function showTrouble({ code, detail }: { code: TroubleCode; detail: string }, { translate: t }: Writer): Html {
  const [title, ...sentences] = (TEXTS[code] ?? OTHER).map((text) => t(text));
  return html`<section class="part trouble" role="alert"><span class="medal bad">${showIcon('alert')}</span>
<h1>${title}</h1><p>${sentences.join(' ')}</p>
${code !== 'no-site' && html`<button type="button" class="primary" data-do="log-in">${t('Log in again')}</button>`}
<p class="code">${t('Error code: ')}<code>${code}</code><span class="detail">${detail}</span></p></section>`;
}
