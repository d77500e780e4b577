/** The script of the sandbox's own page: shows what the sandbox sends, and does what the buttons say. */
import type { ConsoleView } from '../console/view.js';
import { createCallbacks } from './console/callbacks.js';
import { createClock } from './console/clock.js';
import { createCustomers } from './console/customers.js';
import { setUpDialogs } from './console/dialogs.js';
import { createFaults } from './console/faults.js';
import { listen } from './console/live.js';
import { byId, setText } from './console/page.js';
import { createPaywall } from './console/paywall.js';
import { createRequests } from './console/requests.js';
import { t, translatePage } from './console/texts.js';
import { createTokens } from './console/tokens.js';

translatePage();
const dialogs = setUpDialogs();
const panels = [
  createCustomers(dialogs),
  createPaywall(),
  createClock(),
  createTokens(),
  createFaults(),
  createRequests(),
  createCallbacks(),
];

let instance: string | undefined;

function show(view: ConsoleView): void {
  instance ??= view.instance;
  if (instance !== view.instance) {
    // Another sandbox on the same port: another company, perhaps another version of this page.
    location.reload();
    return;
  }
  const { customers, tokens, faults, requests, paywall } = view;
  setText(byId('customers-count'), String(customers.total));
  setText(byId('tokens-count'), String(tokens.open));
  setText(byId('faults-count'), String(faults.total));
  setText(byId('requests-count'), String(requests.total));
  setText(byId('paywall-count'), t(paywall.enabled ? 'on' : 'off'));
  document.documentElement.toggleAttribute('data-faulty', faults.total > 0);
  document.documentElement.toggleAttribute('data-open', !paywall.enabled);
  dialogs.setProducts(view.products);
  for (const update of panels) update(view);
}

listen(show);
