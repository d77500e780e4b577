/** plenigo's script of API v2, which may come late: what stands in for it until then, and how it counts the views of swapped pages. */

import { findSdk, type Tag } from './own-tag.js';

export interface Sdk {
  Snippet: Record<string, unknown>;
  checkoutWithRemoteLogin(call: object): void;
  renderSnippet(call: object): void;
  countMeteredView(view: { identifier: string }): void;
}

/** Stands in for plenigo's script where the page loads it, and it has not run: for what a page calls by itself, as plenigo documents it. */
export function standIn(name: keyof Sdk, { sdk }: Tag, work: (call: never) => void, more = {}): void {
  if (!sdk || Object.hasOwn(window, 'plenigo')) return;
  Object.assign(window, { plenigo: { [name]: Object.assign(work, { isStandIn: true }), ...more } });
}

/** Has a view counted where the page was swapped, and plenigo's script, which counts when it starts, has stayed. */
export function countView({ sdk, isLate, metered }: Tag): void {
  if (!isLate || sdk || !metered) return;
  findSdk<Sdk>('countMeteredView')?.countMeteredView({ identifier: location.origin + metered });
}
