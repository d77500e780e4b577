/** The scripts that pages load with API v3. */

import { accountTexts, clickTexts } from '../base/texts.js';
import { account, checkout } from '../generated/v3-scripts.js';
import type { Platform } from '../platform/platform.js';

export const scripts: Platform['scripts'] = {
  checkout: {
    code: checkout,
    says: {
      ...clickTexts,
      'already-bought': 'alreadyBought',
      'not-for-sale': 'notForSale',
      title: 'checkoutHeading',
      close: 'closeLabel',
      retry: 'retryLabel',
      reload: 'reloadLabel',
      paid: 'paid',
      thanks: 'thanks',
      later: 'accessFollows',
      'payment-failed': 'paymentFailed',
      stopped: 'checkoutStopped',
    },
  },
  account: { code: account, says: { ...clickTexts, ...accountTexts, 'end-others': 'endOthersLabel' } },
};
