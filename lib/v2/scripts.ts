/** The scripts that pages load with API v2. */

import { accountTexts, clickTexts } from '../base/texts.js';
import { account, checkout } from '../generated/v2-scripts.js';
import type { Platform } from '../platform/platform.js';

export const scripts: Platform['scripts'] = {
  checkout: { code: checkout, says: clickTexts },
  account: { code: account, says: accountTexts },
};
