/** How the checkout and the self-service page of API v3 begin; they go on as those of v2. */
import { AccountFailure } from '../account/failure.js';
import type { AccountSessions } from '../account/sessions.js';
import { sectionsOf } from '../account/snippets.js';
import type { AccountReply } from '../account/view.js';
import { CheckoutFailure } from '../checkout/failure.js';
import type { CheckoutSessions } from '../checkout/sessions.js';
import type { CheckoutReply } from '../checkout/view.js';
import type { JsonObject } from '../http.js';
import type { Steps } from '../steps.js';
import { saleOf } from './purchases.js';
import type { V3State } from './state.js';

interface Pages {
  v3: V3State;
  checkouts: CheckoutSessions;
  accounts: AccountSessions;
}

function startCheckout({ v3, checkouts }: Pages, body: JsonObject): CheckoutReply {
  if (body.get('companyId') !== v3.companyId) {
    throw new CheckoutFailure('company-unknown', 'The script tag has not the company id as its data-company-id.');
  }
  const sale = saleOf(body.get('purchaseId'), v3);
  if (!sale) throw new CheckoutFailure('purchase-outdated', '408, 90003: the purchase id timed out or is not valid.');
  const { customerId, orderId, title, price: amount, currency } = sale.purchase;
  const customer = customerId === undefined ? undefined : v3.state.find({ customerId });
  if (orderId !== undefined) {
    const receipt = { orderNumber: String(orderId), title, amount, currency, email: customer?.email ?? '' };
    return { step: 'paid', receipt, showScreen: true };
  }
  return checkouts.open(sale, customer, body.get('register') === true);
}

function startAccount({ v3, accounts }: Pages, body: JsonObject): AccountReply {
  const sections = sectionsOf(body.get('snippetId'), 'v3');
  if (!sections) throw new AccountFailure('snippet-unknown', 'It is none of the values of plenigo.CONSTS.SNIPPETS.');
  const session = v3.sessions.redeem(String(body.get('transferToken')));
  const customer = session && v3.state.find(session);
  if (!customer) {
    const detail = '404, 20032: the transfer token is unknown, used before or older than 30 seconds.';
    throw new AccountFailure('transfer-token-invalid', detail);
  }
  return accounts.open(customer, sections);
}

export const V3_STEPS: Steps<Pages, CheckoutReply | AccountReply> = new Map<
  string,
  (pages: Pages, body: JsonObject) => CheckoutReply | AccountReply
>([
  ['/checkout/v3/start', startCheckout],
  ['/account/v3/start', startAccount],
]);
