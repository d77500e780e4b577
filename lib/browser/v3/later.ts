/** What few pages need, for API v3: a module that the script of a page with a buy button imports where it does. */

import { sayThanks } from '../later/thanks.js';
import type { Tag } from '../shared/own-tag.js';

export { runInserted } from '../later/inserted.js';
export { showPurchase, takePending } from '../later/purchase.js';

export function enter({ justBought }: Tag): void {
  if (justBought) sayThanks();
}
