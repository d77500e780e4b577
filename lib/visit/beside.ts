/** Work that no page waits or fails for; nor may the process. */

import { isThenable } from '../check.js';

/** `onFault` may throw whatever is no fault of plenigo's. */
export function beside(work: () => unknown, onFault: (error: unknown) => unknown): void {
  let running: unknown;
  try {
    running = work();
    if (!isThenable(running)) return;
  } catch (error) {
    running = Promise.reject(error);
  }
  Promise.resolve(running)
    .catch(onFault)
    .catch(() => process.emitWarning('the logger or the session of the site failed', 'PlenigoWarning'));
}
