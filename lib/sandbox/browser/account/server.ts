/** What the self-service page asks of the sandbox. */
import type { AccountChangeBody, AccountReply, AccountStartBody, V3AccountStartBody } from '../../account/view.js';
import { post } from '../shared/post.js';

type ErrorReply = Extract<AccountReply, { step: 'error' }>;

/** Why something did not work. `network`: the sandbox did not answer; `no-site`: the page was opened by itself. */
export type Trouble = Omit<ErrorReply, 'code'> & { code: ErrorReply['code'] | 'network' | 'no-site' };

export type Answer = Exclude<AccountReply, ErrorReply> | Trouble;

export const server = {
  start: (body: AccountStartBody): Promise<Answer> => post<AccountReply>('/account/start', body),
  startV3: (body: V3AccountStartBody): Promise<Answer> => post<AccountReply>('/account/v3/start', body),
  change: (body: AccountChangeBody): Promise<Answer> => post<AccountReply>('/account/change', body),
};
