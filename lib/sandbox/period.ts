/** Subscriptions: how often they are paid, and until when. */
import type { SandboxProduct } from './types.js';

/** How often a subscription is paid. */
export type Interval = 'month' | 'year';

/** Finds out how often a product is paid; `undefined` for what is paid once. */
export function findInterval(product: SandboxProduct | undefined): Interval | undefined {
  const subscription = product?.subscription;
  return subscription === true ? 'month' : subscription || undefined;
}

/** Works out the end of the period that is paid for, in ms since 1970. */
export function findEndOfPeriod(from: number, interval: Interval, now: number): number {
  const months = interval === 'year' ? 12 : 1;
  const start = new Date(from);
  for (let periods = 1; ; periods += 1) {
    const end = new Date(start);
    end.setUTCMonth(start.getUTCMonth() + periods * months, 1);
    // The 31st becomes the last day of a shorter month.
    const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
    end.setUTCDate(Math.min(start.getUTCDate(), lastDay));
    if (end.getTime() > now) return end.getTime();
  }
}
