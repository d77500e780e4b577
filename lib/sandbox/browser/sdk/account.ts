/** Shows a self-service snippet inside an element of the page. */
import type { SnippetIds } from '../../account/view.js';
import type { AccountStartMessage, FrameMessage } from '../shared/messages.js';
import type { SdkContext } from './checkout.js';
import { createFrame } from './frame.js';

/** The argument of `plenigo.renderSnippet`. */
export interface SnippetArgument {
  elementId: string;
  /** One of `plenigo.Snippet`. */
  snippetId: string;
  loggedOutRedirectUrl: string;
  loginToken: string;
}

/** `plenigo.Snippet`. */
export const snippetIds: SnippetIds = {
  PERSONAL_DATA: 'personal-data',
  ORDER: 'order',
  SUBSCRIPTION: 'subscription',
  PAYMENT_METHODS: 'payment-methods',
  ADDRESS_DATA: 'address-data',
  BILLING_ADDRESS_DATA: 'billing-address-data',
  DELIVERY_ADDRESS_DATA: 'delivery-address-data',
  BANK_ACCOUNT: 'bank-account',
  CREDIT_CARD: 'credit-card',
  PERSONAL_DATA_SETTINGS: 'personal-data-settings',
  PERSONAL_DATA_ADDRESS: 'personal-data-address',
  PERSONAL_DATA_PROTECTION: 'personal-data-protection',
  PERSONAL_DATA_SOCIAL_MEDIA: 'personal-data-social-media',
  PERSONAL_DATA_PASSWORD: 'personal-data-password',
};

const knownIds: readonly string[] = Object.values(snippetIds);

/** The name of a frame for screen readers: the id in words. */
function titleOf(snippetId: string): string {
  return knownIds.includes(snippetId) ? `Your ${snippetId.replace(/-/g, ' ')}` : 'Your account';
}

/** How long the frame may take to answer, in ms, before the reader is told. */
const PATIENCE = 10_000;

/** What is shown in each element: a second call for the same element takes its place. */
const shown = new WeakMap<Element, () => void>();

export function renderSnippet(argument: SnippetArgument, { origin, lang }: SdkContext): void {
  const { elementId, snippetId, loggedOutRedirectUrl, loginToken } = argument ?? {};
  const place = document.getElementById(elementId);
  if (!place) {
    console.error(`plenigo.renderSnippet: the page has no element with the id ${JSON.stringify(elementId)}.`);
    return;
  }
  shown.get(place)?.();
  const start: AccountStartMessage = { type: 'plenigo:start', snippetId, loginToken };
  let patience = 0;
  const onMessage = (message: FrameMessage): void => {
    if (message.type === 'plenigo:ready') window.clearTimeout(patience);
    if (message.type === 'plenigo:height') iframe.style.height = `${Math.ceil(message.height)}px`;
    if (message.type === 'plenigo:logged-out') leaveFor(loggedOutRedirectUrl);
  };
  const { iframe, dispose } = createFrame({
    origin,
    path: '/account',
    title: titleOf(snippetId),
    lang,
    embedded: true,
    start,
    onMessage,
  });
  // Room for the spinner until the frame tells its height.
  iframe.style.height = '202px';
  place.replaceChildren(iframe);
  shown.set(place, () => {
    window.clearTimeout(patience);
    dispose();
  });
  patience = window.setTimeout(() => {
    console.error(`The snippet did not load. Does the site's CSP allow ${origin} in frame-src?`);
    const note = document.createElement('p');
    note.setAttribute('role', 'alert');
    note.textContent = 'This part of the page could not be loaded. Please try again later.';
    place.replaceChildren(note);
  }, PATIENCE);
}

function leaveFor(address: string): void {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : undefined;
  // Anything but a web address could run as a script in the page.
  if (url && /^https?:$/.test(url.protocol)) location.assign(url.href);
}
