/** The checkout page's own requests: `POST /checkout/start`, `/checkout/login` and `/checkout/pay`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiFailure, type JsonObject, readJsonObject, sendJson } from '../http.js';
import { CheckoutFailure } from './failure.js';
import type { CheckoutSessions } from './sessions.js';
import type { CheckoutReply } from './view.js';

type Step = (sessions: CheckoutSessions, body: JsonObject) => CheckoutReply;

function text(body: JsonObject, name: string): string {
  const value = body.get(name);
  return typeof value === 'string' ? value : '';
}

const STEPS: ReadonlyMap<string, Step> = new Map([
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
      sessions.login(text(body, 'checkoutId'), {
        email: text(body, 'email'),
        register: body.get('register') === true,
      }),
  ],
  [
    '/checkout/pay',
    (sessions, body) => {
      const amount = body.get('amount');
      return sessions.pay(text(body, 'checkoutId'), {
        cardNumber: text(body, 'cardNumber'),
        ...(typeof amount === 'number' && { amount }),
      });
    },
  ],
]);

/** Answers a request of the checkout page; `false` when the path is not one of its. */
export async function answerCheckout(
  req: IncomingMessage,
  res: ServerResponse,
  { path, origin, sessions }: { path: string; origin: string; sessions: CheckoutSessions },
): Promise<boolean> {
  const step = req.method === 'POST' ? STEPS.get(path) : undefined;
  if (!step) return false;
  // Only the sandbox's own page may start and pay a checkout: a browser names the origin of every POST.
  if (req.headers.origin !== origin) {
    req.resume();
    const reply: CheckoutReply = {
      step: 'error',
      code: 'request-refused',
      detail: 'The request did not come from the checkout page.',
    };
    sendJson(res, { status: 403, body: reply });
    return true;
  }
  try {
    sendJson(res, { status: 200, body: step(sessions, await readJsonObject(req)) });
  } catch (error) {
    if (error instanceof ApiFailure) {
      const reply: CheckoutReply = { step: 'error', code: 'request-refused', detail: error.message };
      sendJson(res, { status: error.status, body: reply });
    } else if (error instanceof CheckoutFailure) {
      const reply: CheckoutReply = { step: 'error', code: error.code, detail: error.message };
      sendJson(res, { status: 200, body: reply });
    } else {
      throw error;
    }
  }
  return true;
}
