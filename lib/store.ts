/** Where a site keeps what this package remembers: its store, without which pages work as well, and the session of a reader. */

import type { Request } from 'express';
import { isObject } from './check.js';
import { PlenigoError } from './errors.js';
import type { SiteConfig } from './options.js';
import { withBudget } from './transport/budget.js';

const MINUTE = 60_000;

/** When the log of a site was last told that the store had failed, which it hears once a minute. */
const failures = new WeakMap<SiteConfig, number>();

/** Undefined where it fails, or takes a quarter of the time of a page: asking plenigo again is better than a page that waits. */
export async function askStore(config: SiteConfig, ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await withBudget(config.timeout / 4, (budget) => budget.wait(ask()));
  } catch {
    // Which fault it was is the store's own to log: its message may repeat keys and values.
    const now = performance.now();
    if (now - (failures.get(config) ?? Number.NEGATIVE_INFINITY) < MINUTE) return undefined;
    failures.set(config, now);
    config.logger.warn({ code: 'store-failed' }, new PlenigoError('store-failed').message);
    return undefined;
  }
}

export function sessionOf(req: Request | undefined): Record<string, unknown> | undefined {
  const { session } = (req ?? {}) as { session?: unknown };
  return isObject(session) ? session : undefined;
}

/** What the session itself has under this name: nothing inherited. */
export function inSession(req: Request | undefined, key: string): unknown {
  const session = sessionOf(req);
  return session && Object.hasOwn(session, key) ? session[key] : undefined;
}
