/** The checkout page's own requests. */
import { randomBytes } from 'node:crypto';
import type { Answer, Incoming } from '../endpoint.js';
import { type JsonObject, readJson, textIn } from '../http.js';
import { presentCheckout } from '../pages/checkout-screens.js';
import { findSale } from '../v3/purchases.js';
import { CheckoutFailure, readOrder } from './order.js';
import type { Sale } from './sessions.js';
import type { CheckoutReply } from './view.js';

function takeStep(step: (body: JsonObject, sandbox: Incoming['sandbox']) => CheckoutReply): Answer {
  return (incoming) => {
    const body = readJson(incoming);
    return { status: 200, body: presentCheckout(body, () => step(body, incoming.sandbox)) };
  };
}

/** Without a login token the customer logs in here. */
export const startCheckout = takeStep((body, { checkouts, state, options: { secret } }) => {
  // The site has signed it by real time, wherever the sandbox's clock is.
  const order = readOrder(body.get('paymentData'), { secret, now: Date.now(), products: state.products });
  // The token is used up only by a string that is valid.
  const customer = body.has('loginToken') ? state.redeemToken(body.get('loginToken')) : undefined;
  order.title = state.translate(order.title, customer);
  const { productId, title, currency, renewal, failedPayment } = order;
  const sale: Sale = {
    order,
    isOwned: (buyer) => !renewal && !failedPayment && state.hasBought(buyer, productId),
    complete(buyer, price) {
      if (!failedPayment) state.recordPurchase(buyer, { productId, title, price, currency });
      return `S-${randomBytes(4).toString('hex').toUpperCase()}`;
    },
  };
  return checkouts.open(sale, customer, body.get('startWithRegistration') === true);
});

/** The checkout of API v3 begins with a prepared purchase and goes on as that of v2. */
export const startV3Checkout = takeStep((body, { v3, state, checkouts, options }) => {
  if (body.get('companyId') !== options.companyId) {
    throw new CheckoutFailure('company-unknown', 'The script tag has not the company id as its data-company-id.');
  }
  const sale = findSale(body.get('purchaseId'), v3);
  if (!sale) throw new CheckoutFailure('purchase-outdated', '408, 90003: the purchase id timed out or is not valid.');
  const { held } = sale.purchase;
  // Without what the payment page has added to the address, nobody knows that it is paid, and the checkout begins anew.
  if (held !== undefined && held.secret === body.get('paymentSecret')) sale.complete(held.customer, 0);
  const { customerId, orderId, title, price: amount, currency } = sale.purchase;
  const customer = state.find({ customerId });
  if (orderId === undefined) return checkouts.open(sale, customer, body.get('register') === true);
  const receipt = { orderNumber: String(orderId), title, amount, currency, email: customer?.email ?? '' };
  return { step: 'paid', receipt, showScreen: true };
});

export const logInToCheckout = takeStep((body, { checkouts }) =>
  checkouts.login(textIn(body, 'checkoutId'), {
    email: textIn(body, 'email'),
    register: body.get('register') === true,
  }),
);

export const payCheckout = takeStep((body, { checkouts }) =>
  checkouts.pay(textIn(body, 'checkoutId'), {
    cardNumber: textIn(body, 'cardNumber'),
    amount: body.get('amount'),
    isElsewhere: body.get('isElsewhere') === true,
  }),
);
