/** Opens the checkout: as an overlay, or inside an element of the page. */
import type { StartMessage, StatisticMessage } from '../shared/messages.js';
import { createFrame } from './frame.js';
import { makeTroublePanel, openOverlay } from './overlay.js';
import { leaveFor, say } from './page.js';

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

/** There is one checkout at a time; a second click while it is open does nothing. */
let isOpen = false;

/** Leaves for `targetUrl`, or loads the page anew so that it finds the purchase. */
function goOn(targetUrl: string | undefined): void {
  const withoutHash = (address: string): string | undefined => new URL(address, document.baseURI).href.split('#')[0];
  const isElsewhere = targetUrl && withoutHash(targetUrl) !== withoutHash(location.href);
  if (!isElsewhere || !leaveFor(targetUrl)) location.reload();
}

/** `remote`: the customer is logged in by a token. */
export function openCheckout(
  argument: CheckoutArgument,
  page: { remote: boolean; onLogin: () => void; onStatistic: (statistic: StatisticMessage) => void },
): void {
  if (isOpen) return;
  isOpen = true;
  const { paymentData, loginToken, startWithRegistration, targetUrl, elementId } = argument ?? {};
  const start: StartMessage = {
    type: 'plenigo:start',
    paymentData,
    ...(page.remote && { loginToken: loginToken ?? '' }),
    startWithRegistration: startWithRegistration === true,
  };
  const place = elementId ? document.getElementById(elementId) : null;
  const title = say('Checkout', 'Bezahlen');
  let isPaid = false;
  let remove: () => void = () => {};
  let layer: HTMLElement;
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    dispose();
    remove();
    if (isPaid) goOn(targetUrl);
  };
  const { iframe, dispose } = createFrame({
    path: '/checkout',
    title,
    start,
    height: place ? 320 : undefined,
    onSilence: () => layer.replaceChildren(makeTroublePanel(end)),
    onMessage(message) {
      if (message.type === 'plenigo:logged-in') page.onLogin();
      if (message.type === 'plenigo:statistic') page.onStatistic(message);
      if (message.type === 'plenigo:paid') isPaid = true;
      if (message.type === 'plenigo:close') end();
    },
  });
  if (place) {
    place.replaceChildren(iframe);
    remove = () => place.replaceChildren();
    layer = place;
  } else {
    const overlay = openOverlay(iframe, { label: title, onCancel: end });
    remove = overlay.close;
    layer = overlay.dialog;
  }
}
