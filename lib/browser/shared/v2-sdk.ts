/** plenigo's script of API v2, which may come late: what stands in for it until then, and what starts it. */

import { findSdk, type Tag } from './own-tag.js';

export interface Sdk {
  Snippet: Record<string, unknown>;
  checkoutWithRemoteLogin(call: object): void;
  renderSnippet(call: object): void;
  countMeteredView(view: { identifier: string }): void;
  start(): void;
  isStarted?: boolean;
}

/** Stands in for plenigo's script where the page loads it, and it has not run: for what a page calls by itself, as plenigo documents it. */
export function standIn({ sdk }: Tag, known: object): void {
  if (sdk && !Object.hasOwn(window, 'plenigo')) Object.assign(window, { plenigo: { isStandIn: true, ...known } });
}

/**
 * plenigo's script starts itself, and counts a view, when the page is loaded. Where it comes later somebody has to start it,
 * but only once, whichever of our tags finds it first.
 */
export function startSdk({ sdkSettled, isLate }: Tag): void {
  function start(): void {
    const sdk = findSdk<Sdk>('start');
    if (!sdk || sdk.isStarted) return;
    sdk.isStarted = true;
    if (isLate) sdk.start();
  }
  // Of two scripts that were inserted, either may run first.
  if (isLate) start();
  void sdkSettled.then(start);
}
