/** What a fault of the checkout means to the reader. */
import type { CheckoutErrorCode as ServerErrorCode } from '../checkout/view.js';
import type { Text } from './language.js';

/** `network`: the sandbox did not answer. `no-site`: the page was opened by itself. */
export type CheckoutErrorCode = ServerErrorCode | 'network' | 'no-site';

/** A title, and sentences. */
type ErrorText = readonly [Text, ...Text[]];

const AGAIN = 'Please close this window and press the buy button again.';
const LOGIN: ErrorText = [
  'We could not log you in',
  'The site that sent you here did not prove who you are. Please close this window, log in there again and press the buy button once more.',
];
const TEXTS: Partial<Record<CheckoutErrorCode, ErrorText>> = {
  'login-token-missing': LOGIN,
  'login-token-unknown': LOGIN,
  'login-token-used': ['This checkout was opened before', 'For your safety, each checkout opens only once.', AGAIN],
  'login-token-expired': [
    'This page was open for too long',
    'For your safety, an offer waits only a few minutes.',
    AGAIN,
  ],
  'purchase-outdated': ['This page was open for too long', 'For your safety, an offer waits only half an hour.'],
  'payment-data-expired': ['This offer has ended', AGAIN],
  'checkout-ended': ['This checkout has ended', 'It was open for more than half an hour.', AGAIN],
  network: ['No connection', 'We could not reach the payment service. Please check your connection and try again.'],
  'no-site': ['Nothing to buy here', 'This page opens from a buy button on a site.'],
};

/** Finds title and text of the screen for a fault. */
export function findErrorText(code: CheckoutErrorCode): ErrorText {
  const other: ErrorText = [
    'This offer cannot be opened',
    'Something about this offer is not right, so we stopped here. Please tell the site that sent you.',
  ];
  return TEXTS[code] ?? other;
}

const FIELD_TEXTS: Partial<Record<CheckoutErrorCode, { text: Text; field: string }>> = {
  'email-invalid': { text: 'Please enter an e-mail address, such as ada@example.com.', field: 'email' },
  'email-unknown': { text: 'We know no account with this e-mail address. You can create one below.', field: 'email' },
  'email-taken': {
    text: 'There is an account with this e-mail address already. You can log in below.',
    field: 'email',
  },
  'card-declined': {
    text: 'The card was declined. You have not been charged. Please try another card.',
    field: 'cardNumber',
  },
  'card-invalid': {
    text: 'Please use the test card 4242 4242 4242 4242. Never enter a real card here.',
    field: 'cardNumber',
  },
};

/** Finds the sentence beside the form for a fault that the reader can mend there. */
export function findFieldText(code: CheckoutErrorCode): { text: Text; field: string } | undefined {
  return FIELD_TEXTS[code];
}
