/** The browser SDK of the sandbox: the global `plenigo` with the functions of plenigo's own that pages call. */
import type { MeteringConfig } from '../metering/view.js';
import { type CheckoutArgument, openCheckout } from './sdk/checkout.js';
import { embed } from './sdk/embed.js';
import { createMetering, readPageAddress } from './sdk/metering.js';
import { leaveFor, say, tag } from './sdk/page.js';
import { V2_SNIPPETS } from './sdk/snippets.js';
import type { MeteredView } from './sdk/view-cookie.js';
import type { StatisticMessage } from './shared/messages.js';

/** Handed in by the sandbox, which wraps this script. */
declare const METERING: MeteringConfig;

/** The argument of `plenigo.renderSnippet`. */
interface SnippetArgument {
  elementId: string;
  /** One of `plenigo.Snippet`. */
  snippetId: string;
  loggedOutRedirectUrl: string;
  loginToken: string;
}

let isLoggedIn = false;

/** Tells the site's analytics: by an event on `document`, and by the global function that the script tag names. */
function onStatistic({ action, pageName, product }: StatisticMessage): void {
  // plenigo documents the fields, but not what is in `data`, nor how `page` differs from `pageName`.
  const detail = { action, data: {}, page: pageName, pageName, product };
  document.dispatchEvent(new CustomEvent('plenigo.Statistic', { detail }));
  const named = (window as unknown as Record<string, unknown>)[tag?.dataset.onAction ?? ''];
  if (typeof named === 'function') named(detail);
}

function onLogin(): void {
  isLoggedIn = true;
}

const metering = createMetering(METERING, {
  isOff: tag?.dataset.disableMetered === 'true',
  isLoggedIn: () => isLoggedIn,
});

const plenigo = {
  /** Opens the checkout for somebody who logs in, or registers, at plenigo. */
  checkout(argument: CheckoutArgument): void {
    openCheckout(argument, { remote: false, onLogin, onStatistic });
  },
  /** Opens the checkout for a customer whom `loginToken` logs in. */
  checkoutWithRemoteLogin(argument: CheckoutArgument): void {
    openCheckout(argument, { remote: true, onLogin, onStatistic });
  },
  /** The values for `snippetId`. */
  Snippet: V2_SNIPPETS,
  /** Shows a part of the account of a customer whom `loginToken` logs in. */
  renderSnippet(argument: SnippetArgument): void {
    const { elementId, snippetId, loggedOutRedirectUrl, loginToken } = argument ?? {};
    const place = document.getElementById(elementId);
    if (!place) {
      console.error(`plenigo.renderSnippet: the page has no element with the id ${JSON.stringify(elementId)}.`);
      return;
    }
    embed(place, {
      path: '/account',
      title: say('Your account', 'Ihr Konto'),
      start: { type: 'plenigo:start', snippetId, loginToken },
      height: 202,
      onMessage: ({ type }) => type === 'plenigo:logged-out' && leaveFor(loggedOutRedirectUrl),
    });
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
    return isLoggedIn;
  },
};

Object.assign(window, { plenigo });

metering.count(readPageAddress());
