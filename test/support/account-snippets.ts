/** The names of plenigo's self-service snippets, as plenigo documents them. */

import type { AccountSnippet } from '../../lib/index.js';

export const SNIPPETS: readonly AccountSnippet[] = [
  ...(['PERSONAL_DATA', 'ORDER', 'SUBSCRIPTION', 'PAYMENT_METHODS', 'ADDRESS_DATA'] as const),
  ...(['BILLING_ADDRESS_DATA', 'DELIVERY_ADDRESS_DATA', 'BANK_ACCOUNT', 'CREDIT_CARD'] as const),
  ...(['PERSONAL_DATA_SETTINGS', 'PERSONAL_DATA_ADDRESS', 'PERSONAL_DATA_PROTECTION'] as const),
  ...(['PERSONAL_DATA_SOCIAL_MEDIA', 'PERSONAL_DATA_PASSWORD'] as const),
];
