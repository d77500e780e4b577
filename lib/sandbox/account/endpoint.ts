/** The self-service page's own requests: `POST /account/start` and `/account/change`. */
import { JsonObject } from '../http.js';
import { type Steps, textIn } from '../steps.js';
import type { AccountSessions } from './sessions.js';
import type { AccountReply } from './view.js';

export const ACCOUNT_STEPS: Steps<AccountSessions, AccountReply> = new Map([
  [
    '/account/start',
    (sessions, body) => sessions.start({ snippetId: body.get('snippetId'), loginToken: body.get('loginToken') }),
  ],
  [
    '/account/change',
    (sessions, body) => {
      const values = body.get('values');
      return sessions.change(textIn(body, 'accountId'), {
        section: textIn(body, 'section'),
        action: textIn(body, 'action'),
        values: new JsonObject(typeof values === 'object' && values !== null ? values : {}),
      });
    },
  ],
]);
