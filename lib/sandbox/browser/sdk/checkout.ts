/** Opens the checkout: as an overlay, or inside an element of the page. */
import type { FrameMessage, StartMessage, StatisticMessage } from '../shared/messages.js';
import { createFrame } from './frame.js';
import { openOverlay } from './overlay.js';
import { t } from './tag.js';
import { troublePanel } from './trouble.js';

/** How long the frame may take to answer, in ms, before the reader is told. */
const PATIENCE = 10_000;

/** The argument of plenigo's checkout functions. `sourceUrl` and `affiliateId` make no difference in a sandbox. */
export interface CheckoutArgument {
  paymentData: string;
  loginToken?: string;
  startWithRegistration?: boolean;
  sourceUrl?: string;
  targetUrl?: string;
  affiliateId?: string;
  elementId?: string;
}

/** Where the script came from and how its page speaks. */
export interface SdkContext {
  origin: string;
  onLogin: () => void;
  onStatistic: (statistic: StatisticMessage) => void;
}

/** There is one checkout at a time; a second click while it is open does nothing. */
let open = false;

/** Leaves for `targetUrl`, or loads the page anew so that it finds the purchase. */
function goOn(targetUrl: string | undefined): void {
  const target = targetUrl ? new URL(targetUrl, document.baseURI) : undefined;
  const here = location.href.split('#')[0];
  // Anything but a web address could run as a script in the page.
  if (!target || !/^https?:$/.test(target.protocol) || target.href.split('#')[0] === here) {
    location.reload();
  } else {
    location.assign(target.href);
  }
}

/** `remote`: the customer is logged in by a token. */
export function openCheckout(
  argument: CheckoutArgument,
  { remote, origin, onLogin, onStatistic }: SdkContext & { remote: boolean },
): void {
  if (open) return;
  open = true;
  const { paymentData, loginToken, startWithRegistration, targetUrl, elementId } = argument ?? {};
  const start: StartMessage = {
    type: 'plenigo:start',
    paymentData,
    ...(remote && { loginToken: loginToken ?? '' }),
    startWithRegistration: startWithRegistration === true,
  };
  const place = elementId ? document.getElementById(elementId) : null;
  let paid = false;
  let patience = 0;
  let remove: () => void = () => {};
  const end = (): void => {
    if (!open) return;
    open = false;
    window.clearTimeout(patience);
    dispose();
    remove();
    if (paid) goOn(targetUrl);
  };
  const onMessage = (message: FrameMessage): void => {
    if (message.type === 'plenigo:ready') window.clearTimeout(patience);
    if (message.type === 'plenigo:logged-in') onLogin();
    if (message.type === 'plenigo:statistic') onStatistic(message);
    if (message.type === 'plenigo:paid') paid = true;
    if (message.type === 'plenigo:close') end();
    if (message.type === 'plenigo:height' && place) iframe.style.height = `${Math.ceil(message.height)}px`;
  };
  const { iframe, dispose } = createFrame({
    origin,
    path: '/checkout',
    title: t('Checkout'),
    embedded: place !== null,
    start,
    onMessage,
  });
  let layer: HTMLElement;
  if (place) {
    // Room for the spinner until the frame tells its height.
    iframe.style.height = '320px';
    place.replaceChildren(iframe);
    remove = () => place.replaceChildren();
    layer = place;
  } else {
    const overlay = openOverlay(iframe, { label: t('Checkout'), onCancel: end });
    remove = overlay.close;
    layer = overlay.dialog;
  }
  patience = window.setTimeout(() => {
    console.error(`The checkout did not load. Does the site's CSP allow ${origin} in frame-src?`);
    layer.replaceChildren(troublePanel(end));
  }, PATIENCE);
}
