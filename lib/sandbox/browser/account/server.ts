/** Same-origin requests of a self-service page. Tokens travel in bodies only, never in an address. */
import type { AccountChangeBody, AccountReply, AccountStartBody } from '../../account/view.js';

type ErrorReply = Extract<AccountReply, { step: 'error' }>;

/** Why something did not work. `network`: the sandbox did not answer; `no-site`: the page was opened by itself. */
export type Trouble = Omit<ErrorReply, 'code'> & { code: ErrorReply['code'] | 'network' | 'no-site' };

export type Answer = Exclude<AccountReply, ErrorReply> | Trouble;

async function post(path: string, body: unknown): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
    });
    return (await response.json()) as AccountReply;
  } catch {
    return { step: 'error', code: 'network', detail: 'The request got no answer.' };
  }
}

export const server = {
  start: (body: AccountStartBody): Promise<Answer> => post('/account/start', body),
  change: (body: AccountChangeBody): Promise<Answer> => post('/account/change', body),
};
