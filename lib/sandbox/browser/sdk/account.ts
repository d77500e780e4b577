/** Shows a self-service snippet inside an element of the page. */
import type { SnippetIds } from '../../account/view.js';
import type { AccountStartMessage } from '../shared/messages.js';
import type { SdkContext } from './checkout.js';
import { embed, leaveFor } from './embed.js';
import { told } from './tag.js';

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
  return told(knownIds.includes(snippetId) ? `Your ${snippetId.replace(/-/g, ' ')}` : 'Your account');
}

export function renderSnippet(argument: SnippetArgument, { origin }: SdkContext): void {
  const { elementId, snippetId, loggedOutRedirectUrl, loginToken } = argument ?? {};
  const place = document.getElementById(elementId);
  if (!place) {
    console.error(`plenigo.renderSnippet: the page has no element with the id ${JSON.stringify(elementId)}.`);
    return;
  }
  const start: AccountStartMessage = { type: 'plenigo:start', snippetId, loginToken };
  embed(place, {
    origin,
    path: '/account',
    title: titleOf(snippetId),
    start,
    height: 202,
    onMessage(message) {
      if (message.type === 'plenigo:logged-out') leaveFor(loggedOutRedirectUrl);
    },
  });
}
