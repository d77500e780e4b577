/** Same-origin requests of the checkout page. Tokens travel in bodies only, never in an address. */
import type { CheckoutReply, LoginBody, PayBody, StartBody } from '../../checkout/view.js';
import type { ErrorCode } from './texts.js';

/** An answer, or what went wrong. */
export type Answer =
  | Exclude<CheckoutReply, { step: 'error' }>
  | { step: 'error'; code: ErrorCode; detail: string };

async function post(path: string, body: unknown): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
    });
    return (await response.json()) as CheckoutReply;
  } catch {
    return { step: 'error', code: 'network', detail: 'The request got no answer.' };
  }
}

export const server = {
  start: (body: StartBody): Promise<Answer> => post('/checkout/start', body),
  login: (body: LoginBody): Promise<Answer> => post('/checkout/login', body),
  pay: (body: PayBody): Promise<Answer> => post('/checkout/pay', body),
};
