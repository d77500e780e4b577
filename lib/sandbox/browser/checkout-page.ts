/** The script of the checkout page: starts when the site's page sends its message, then shows one screen after another. */
import { showErrorScreen, showOwnedScreen, showPaidScreen } from './checkout/end-screens.js';
import { showLoginScreen } from './checkout/login-screen.js';
import { chooseLocale } from './checkout/money.js';
import { showPayScreen } from './checkout/pay-screen.js';
import { type Answer, server } from './checkout/server.js';
import { createSheet, type Sheet } from './checkout/sheet.js';
import { connectSite } from './checkout/site.js';
import type { StartMessage, V3StartMessage } from './shared/messages.js';

const query = new URLSearchParams(location.search);
const embedded = query.get('view') === 'embedded';
const locale = chooseLocale(query.get('lang'));

function handle(sheet: Sheet, answer: Answer): void {
  const next = (reply: Answer): void => handle(sheet, reply);
  switch (answer.step) {
    case 'login':
      showLoginScreen(sheet, answer, next);
      break;
    case 'pay':
      sheet.site?.send({ type: 'plenigo:logged-in' });
      showPayScreen(sheet, answer, next);
      break;
    case 'owned':
      sheet.site?.send({ type: 'plenigo:logged-in' });
      // Whoever closes now has what they came for: the page should look again.
      sheet.site?.send({ type: 'plenigo:paid', order: '-1' });
      if (answer.showScreen) showOwnedScreen(sheet, answer, () => showPayScreen(sheet, answer, next));
      else sheet.close();
      break;
    case 'paid':
      sheet.site?.send({ type: 'plenigo:paid', order: answer.receipt.orderNumber });
      if (answer.showScreen) showPaidScreen(sheet, answer.receipt);
      else sheet.close();
      break;
    case 'error':
      sheet.site?.send({ type: 'plenigo:error', message: answer.detail });
      showErrorScreen(sheet, answer);
      break;
  }
}

function main(element: HTMLElement): void {
  const site = connectSite(query.get('origin'), (message: StartMessage | V3StartMessage) => {
    const started = 'purchaseId' in message ? server.startV3(message) : server.start(message);
    void started.then((answer) => handle(sheet, answer));
  });
  const sheet = createSheet(element, { locale, embedded, site, isV3: query.get('api') === 'v3' });
  if (!site) handle(sheet, { step: 'error', code: 'no-site', detail: 'The page is not in a frame of a site.' });
}

const element = document.getElementById('sheet');
if (element) main(element);
