/** Tells the site's page what happens in the checkout, for its analytics. */
import type { StatisticMessage } from '../shared/messages.js';

/** As an event on `document`, and to the global function that the script tag names. */
export function tellStatistic(statistic: Omit<StatisticMessage, 'type'>, functionName?: string): void {
  const { action, pageName, product } = statistic;
  // plenigo documents the fields, but not what is in `data`, nor how `page` differs from `pageName`.
  const detail = { action, data: {}, page: pageName, pageName, product };
  document.dispatchEvent(new CustomEvent('plenigo.Statistic', { detail }));
  const named = functionName && (window as unknown as Record<string, unknown>)[functionName];
  if (typeof named === 'function') named(detail);
}
