/** What the checkout page asks of the sandbox. */
import type { CheckoutReply, LoginBody, PayBody, StartBody, V3StartBody } from '../../checkout/view.js';
import { post } from '../shared/post.js';
import type { ErrorCode } from './texts.js';

/** An answer, or what went wrong. */
export type Answer = Exclude<CheckoutReply, { step: 'error' }> | { step: 'error'; code: ErrorCode; detail: string };

export const server = {
  start: (body: StartBody): Promise<Answer> => post<CheckoutReply>('/checkout/start', body),
  startV3: (body: V3StartBody): Promise<Answer> => post<CheckoutReply>('/checkout/v3/start', body),
  login: (body: LoginBody): Promise<Answer> => post<CheckoutReply>('/checkout/login', body),
  pay: (body: PayBody): Promise<Answer> => post<CheckoutReply>('/checkout/pay', body),
};
