/** The browser SDK of the sandbox: the global `plenigo` with the functions of plenigo's own that pages call. */
import type { MeteringConfig } from '../metering/view.js';
import { openFrame } from './sdk/frame.js';
import { createMetering, readPageAddress } from './sdk/metering.js';
import { leaveFor, say, tag } from './sdk/page.js';
import type { MeteredView } from './sdk/view-cookie.js';
import type { StatisticMessage } from './shared/messages.js';

/** Handed in by the sandbox, which wraps this script. */
declare const SANDBOX: { metering: MeteringConfig; snippets: Readonly<Record<string, string>> };

/** The argument of plenigo's checkout functions. Other fields make no difference in a sandbox. */
interface CheckoutArgument {
  paymentData: string;
  loginToken?: string;
  startWithRegistration?: boolean;
  targetUrl?: string;
  elementId?: string;
}

/** The argument of `plenigo.renderSnippet`. */
interface SnippetArgument {
  elementId: string;
  /** One of `plenigo.Snippet`. */
  snippetId: string;
  loggedOutRedirectUrl: string;
  loginToken: string;
}

let isLoggedIn = false;
/** There is one checkout at a time; a second click while it is open does nothing. */
let isOpen = false;

/** Tells the site's analytics: by an event on `document`, and by the global function that the script tag names. */
function tellStatistic({ action, pageName, product }: StatisticMessage): void {
  // plenigo documents the fields, but not what is in `data`, nor how `page` differs from `pageName`.
  const detail = { action, data: {}, page: pageName, pageName, product };
  document.dispatchEvent(new CustomEvent('plenigo.Statistic', { detail }));
  const named = (window as unknown as Record<string, unknown>)[tag?.dataset.onAction ?? ''];
  if (typeof named === 'function') named(detail);
}

/** Leaves for `targetUrl`, or loads the page anew so that it finds the purchase. */
function goOn(targetUrl: string | undefined): void {
  const withoutHash = (address: string): string | undefined => new URL(address, document.baseURI).href.split('#')[0];
  const isElsewhere = targetUrl && withoutHash(targetUrl) !== withoutHash(location.href);
  if (!isElsewhere || !leaveFor(targetUrl)) location.reload();
}

/** Opens the checkout as a layer over the page, or inside an element of it. */
function openCheckout({ targetUrl, elementId }: CheckoutArgument, body: object): void {
  if (isOpen) return;
  isOpen = true;
  const element = elementId ? document.getElementById(elementId) : null;
  let isPaid = false;
  const end = (): void => {
    isOpen = false;
    remove();
    if (isPaid) goOn(targetUrl);
  };
  const remove = openFrame({
    path: '/checkout',
    title: say('Checkout', 'Bezahlen'),
    body: { ...body },
    place: element ? { element, height: 320 } : undefined,
    onCancel: end,
    onMessage(message) {
      if (message.type === 'plenigo:logged-in') isLoggedIn = true;
      if (message.type === 'plenigo:statistic') tellStatistic(message);
      if (message.type === 'plenigo:paid') isPaid = true;
      if (message.type === 'plenigo:close') end();
    },
  });
}

const isOff = tag?.dataset.disableMetered === 'true';
const metering = createMetering(SANDBOX.metering, { isOff, isLoggedIn: () => isLoggedIn });

/** Whether the page has been loaded completely with this script in it, or has called `start`. */
let isStarted = false;

function start(): void {
  if (isStarted) return;
  isStarted = true;
  metering.count(readPageAddress());
}

/** plenigo documents that a script that is loaded by hand later needs `start`; what it does without is not documented. */
function requireStart(name: string): boolean {
  const isReady = isStarted || document.readyState !== 'complete';
  if (!isReady) console.error(`plenigo.${name}: this script was loaded after the page, so call plenigo.start() first.`);
  return isReady;
}

const plenigo = {
  start,
  /** Opens the checkout for somebody who logs in, or registers, at plenigo. */
  checkout(argument: CheckoutArgument): void {
    const { paymentData, startWithRegistration } = argument ?? {};
    if (requireStart('checkout')) openCheckout(argument ?? {}, { paymentData, startWithRegistration });
  },
  /** Opens the checkout for a customer whom `loginToken` logs in. */
  checkoutWithRemoteLogin(argument: CheckoutArgument): void {
    const { paymentData, loginToken = '' } = argument ?? {};
    if (requireStart('checkoutWithRemoteLogin')) openCheckout(argument ?? {}, { paymentData, loginToken });
  },
  /** The values for `snippetId`. */
  Snippet: SANDBOX.snippets,
  /** Shows a part of the account of a customer whom `loginToken` logs in. */
  renderSnippet(argument: SnippetArgument): void {
    const { elementId, snippetId, loggedOutRedirectUrl, loginToken } = argument ?? {};
    const element = document.getElementById(elementId);
    if (!requireStart('renderSnippet')) return;
    if (!element) {
      console.error(`plenigo.renderSnippet: the page has no element with the id ${JSON.stringify(elementId)}.`);
      return;
    }
    openFrame({
      path: '/account',
      title: say('Your account', 'Ihr Konto'),
      body: { snippetId, loginToken },
      place: { element, height: 202 },
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

if (document.readyState !== 'complete') addEventListener('load', start);
