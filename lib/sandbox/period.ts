/** Subscriptions: how often they are paid, and until when. */
import type { SandboxProduct } from './types.js';

type Interval = 'month' | 'year';

/** Finds out how often a product is paid; `undefined` for what is paid once. */
export function findInterval(product: SandboxProduct | undefined): Interval | undefined {
  const subscription = product?.subscription;
  return subscription === true ? 'month' : subscription || undefined;
}

/** Works out the end of the period that is paid for, in ms since 1970. */
export function findEndOfPeriod(from: number, interval: Interval, now: number): number {
  const start = new Date(from);
  const step = interval === 'year' ? 12 : 1;
  for (let months = step; ; months += step) {
    const end = new Date(from);
    end.setUTCMonth(start.getUTCMonth() + months);
    // The 31st becomes the last day of a shorter month.
    if (end.getUTCDate() !== start.getUTCDate()) end.setUTCDate(0);
    if (end.getTime() > now) return end.getTime();
  }
}
