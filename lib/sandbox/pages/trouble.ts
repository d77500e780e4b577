/** What the pages for readers say when a step cannot be done: a screen, or a sentence beside the field that is wrong. */
import type { CheckoutErrorCode } from '../checkout/view.js';
import type { JsonObject } from '../http.js';
import { StepFailure } from '../steps.js';
import { showIcon } from './fields.js';
import { type Html, html, type Part } from './html.js';
import { chooseLocale, makeWriter, type Text, type Writer } from './language.js';

export type PageName = 'checkout' | 'account';

/** Who looks at a page, and how. The page sends it with every step. */
export interface View {
  readonly page: PageName;
  readonly writer: Writer;
  readonly isV3: boolean;
}

/** `network`: the sandbox did not answer. `no-site`: the page was opened by itself. */
type Code = CheckoutErrorCode | 'transfer-token-invalid' | 'network' | 'no-site';

const NO_LOGIN: readonly Text[] = [
  'We could not log you in',
  'The site that sent you here did not prove who you are. Please log in there again.',
];
const AGAIN = 'Please go back to the site and open it there again.';
const OVER: readonly Text[] = [
  'This page was open for too long',
  'For your safety, it waits only half an hour.',
  AGAIN,
];
const OTHER: readonly Text[] = [
  'This cannot be opened',
  'Something is not right, so we stopped here. Please tell the site that sent you.',
];
/** A title, and sentences. */
const SCREENS: Partial<Record<Code, readonly Text[]>> = {
  'login-token-missing': NO_LOGIN,
  'login-token-unknown': NO_LOGIN,
  'transfer-token-invalid': NO_LOGIN,
  'login-token-used': ['This page was opened before', 'For your safety, it opens only once.', AGAIN],
  'login-token-expired': ['This page was open for too long', 'For your safety, it waits only a few minutes.', AGAIN],
  'purchase-outdated': OVER,
  'checkout-ended': OVER,
  'payment-data-expired': ['This offer has ended', AGAIN],
  network: ['No connection', 'We could not reach the service. Please check your connection.'],
  'no-site': ['Nothing to see here', 'This page belongs inside a page of a site.'],
};

const FIELDS: Partial<Record<string, readonly [field: string, text: Text]>> = {
  'email-invalid': ['email', 'Please enter an e-mail address, such as ada@example.com.'],
  'email-unknown': ['email', 'We know no account with this e-mail address. You can create one below.'],
  'email-taken': ['email', 'There is an account with this e-mail address already. You can log in below.'],
  'card-declined': ['cardNumber', 'The card was declined. You have not been charged. Please try another card.'],
  'card-invalid': ['cardNumber', 'Please use the test card 4242 4242 4242 4242. Never enter a real card here.'],
};

/** Shows a screen on which a page ends, well or not. */
export function showEnd(icon: 'check' | 'alert', title: Part, content: Part): Html {
  return html`<section class="end"><span class="medal" data-kind="${icon === 'check' ? 'good' : 'bad'}">
${showIcon(icon)}</span><h1 id="heading" tabindex="-1">${title}</h1>${content}</section>`;
}

/** Shows why it does not go on, for the reader and for developers, and the way back to the site. */
export function showTrouble({ code, detail }: { code: Code; detail: string }, { page, writer, isV3 }: View): Html {
  const { translate: t } = writer;
  const [title, ...sentences] = (SCREENS[code] ?? OTHER).map((text) => t(text));
  const isCheckout = page === 'checkout';
  const action = isCheckout ? 'close' : 'log-in';
  const label = isCheckout ? (isV3 ? 'Start again' : 'Close') : 'Log in again';
  const screen = showEnd(
    'alert',
    title,
    html`<p>${sentences.join(' ')}</p>
${isCheckout && html`<p><strong>${t('You have not been charged.')}</strong></p>`}
${code !== 'no-site' && html`<button type="button" class="primary" data-do="${action}">${t(label)}</button>`}
<p class="soft">${t('Error code: ')}<code>${code}</code></p>
<p class="soft">${detail}</p>`,
  );
  // The checkout reads it out by moving the focus there, which in a part of a page would be rude.
  return isCheckout ? screen : html`<div class="panel" role="alert">${screen}</div>`;
}

/** Takes a step of a page, and answers with what comes next, or with what went wrong. */
export function present<Reply extends object>(page: PageName, body: JsonObject, take: (view: View) => Reply): object {
  const view = { page, writer: makeWriter(chooseLocale(body.get('locale'))), isV3: body.get('api') === 'v3' };
  try {
    return take(view);
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { code, message: detail } = error;
    const [field, text] = FIELDS[code] ?? [];
    const shown = text
      ? { field, text: view.writer.translate(text) }
      : { html: showTrouble({ code: code as Code, detail }, view).text };
    return { step: 'error', code, detail, ...shown };
  }
}
