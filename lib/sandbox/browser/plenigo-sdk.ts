/** The browser SDK of the sandbox: the global `plenigo` with the functions of plenigo's own that pages call. */
import type { MeteringConfig } from '../metering/view.js';
import { renderSnippet, type SnippetArgument, snippetIds } from './sdk/account.js';
import { type CheckoutArgument, openCheckout, type SdkContext } from './sdk/checkout.js';
import { addressOfPage, createMetering } from './sdk/metering.js';
import { tellStatistic } from './sdk/statistic.js';
import { tag } from './sdk/tag.js';
import type { MeteredView } from './sdk/view-cookie.js';

/** Handed in by the sandbox, which wraps this script. */
declare const METERING: MeteringConfig;

let loggedIn = false;

const context: SdkContext = {
  origin: new URL(tag?.src ?? location.href).origin,
  onLogin: () => {
    loggedIn = true;
  },
  onStatistic: (statistic) => tellStatistic(statistic, tag?.dataset.onAction),
};

const metering = createMetering(METERING, {
  isOff: tag?.dataset.disableMetered === 'true',
  isLoggedIn: () => loggedIn,
});

const plenigo = {
  /** Opens the checkout for somebody who logs in, or registers, at plenigo. */
  checkout(argument: CheckoutArgument): void {
    openCheckout(argument, { ...context, remote: false });
  },
  /** Opens the checkout for a customer whom `loginToken` logs in. */
  checkoutWithRemoteLogin(argument: CheckoutArgument): void {
    openCheckout(argument, { ...context, remote: true });
  },
  /** The values for `snippetId`. */
  Snippet: snippetIds,
  /** Shows a part of the account of a customer whom `loginToken` logs in. */
  renderSnippet(argument: SnippetArgument): void {
    renderSnippet(argument, context);
  },
  /** Counts a view of something that a page shows without being loaded again. */
  countMeteredView({ identifier }: { identifier: string }): void {
    metering.count(String(identifier));
  },
  /** The count of this reader, if there is one yet. */
  getMeteredViewInfo(): MeteredView | undefined {
    return metering.info();
  },
  /** Whether a checkout on this page has logged a customer in. */
  isUserLoggedIn(): boolean {
    return loggedIn;
  },
};

(window as unknown as { plenigo: typeof plenigo }).plenigo = plenigo;

metering.count(addressOfPage());
