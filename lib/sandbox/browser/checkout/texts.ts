/** What a fault means to the reader. */

import type { CheckoutErrorCode } from '../../checkout/view.js';
import { t } from '../shared/texts.js';

/** `network`: the sandbox did not answer; `no-site`: the page was opened by itself. */
export type ErrorCode = CheckoutErrorCode | 'network' | 'no-site';

interface ErrorText {
  title: string;
  text: string;
}

const LOGIN: ErrorText = {
  title: t('We could not log you in'),
  text: t(
    'The site that sent you here did not prove who you are. Please close this window, log in there again and press the buy button once more.',
  ),
};
const OFFER: ErrorText = {
  title: t('This offer cannot be opened'),
  text: t('Something about this offer is not right, so we stopped here. Please tell the site that sent you.'),
};
const AGAIN = t('Please close this window and press the buy button again.');

const TEXTS: Partial<Record<ErrorCode, ErrorText>> = {
  'login-token-used': {
    title: t('This checkout was opened before'),
    text: `${t('For your safety, each checkout opens only once.')} ${AGAIN}`,
  },
  'login-token-expired': {
    title: t('This page was open for too long'),
    text: `${t('For your safety, an offer waits only a few minutes.')} ${AGAIN}`,
  },
  'login-token-missing': LOGIN,
  'login-token-unknown': LOGIN,
  'purchase-outdated': {
    title: t('This page was open for too long'),
    text: t('For your safety, an offer waits only half an hour.'),
  },
  'payment-data-expired': { title: t('This offer has ended'), text: AGAIN },
  'checkout-ended': {
    title: t('This checkout has ended'),
    text: `${t('It was open for more than half an hour.')} ${AGAIN}`,
  },
  network: {
    title: t('No connection'),
    text: t('We could not reach the payment service. Please check your connection and try again.'),
  },
  'no-site': { title: t('Nothing to buy here'), text: t('This page opens from a buy button on a site.') },
};

/** Title and text of the error screen. */
export function errorText(code: ErrorCode): ErrorText {
  return TEXTS[code] ?? OFFER;
}

const FIELD_TEXTS: Partial<Record<ErrorCode, string>> = {
  'email-invalid': t('Please enter an e-mail address, such as ada@example.com.'),
  'email-unknown': t('We know no account with this e-mail address. You can create one below.'),
  'email-taken': t('There is an account with this e-mail address already. You can log in below.'),
  'card-declined': t('The card was declined. You have not been charged. Please try another card.'),
  'card-invalid': t('Please use the test card 4242 4242 4242 4242. Never enter a real card here.'),
  network: t('We could not reach the payment service. Nothing was paid; please try again.'),
};

/** The sentence beside a form, for faults that the reader can mend there. */
export function fieldText(code: ErrorCode): string | undefined {
  return FIELD_TEXTS[code];
}
