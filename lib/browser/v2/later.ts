/** What few pages need, for API v2: a module that the script of a page with a buy button imports where it does. */

import { sayThanks } from '../later/thanks.js';
import { findSdk, type Tag } from '../shared/own-tag.js';
import type { Sdk } from '../shared/v2-sdk.js';

export { runInserted } from '../later/inserted.js';

/** Has a view counted where the page was swapped, and plenigo's script, which counts when it starts, has stayed. */
export function enter({ justBought, isLate, sdk, metered }: Tag): void {
  if (justBought) sayThanks();
  if (!isLate || sdk || !metered) return;
  findSdk<Sdk>('countMeteredView')?.countMeteredView({ identifier: location.origin + metered });
}
