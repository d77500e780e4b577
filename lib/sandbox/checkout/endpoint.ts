/** The checkout page's own requests: `POST /checkout/start`, `/checkout/login` and `/checkout/pay`. */
import { type Steps, textIn } from '../steps.js';
import type { CheckoutSessions } from './sessions.js';
import type { CheckoutReply } from './view.js';

export const CHECKOUT_STEPS: Steps<CheckoutSessions, CheckoutReply> = new Map([
  [
    '/checkout/start',
    (sessions, body) =>
      sessions.start({
        paymentData: body.get('paymentData'),
        ...(body.has('loginToken') && { loginToken: body.get('loginToken') }),
        startWithRegistration: body.get('startWithRegistration') === true,
      }),
  ],
  [
    '/checkout/login',
    (sessions, body) =>
      sessions.login(textIn(body, 'checkoutId'), {
        email: textIn(body, 'email'),
        register: body.get('register') === true,
      }),
  ],
  [
    '/checkout/pay',
    (sessions, body) => {
      const amount = body.get('amount');
      return sessions.pay(textIn(body, 'checkoutId'), {
        cardNumber: textIn(body, 'cardNumber'),
        ...(typeof amount === 'number' && { amount }),
      });
    },
  ],
]);
