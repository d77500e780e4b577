/** The self-service page's own requests. */
import type { Answer, Incoming } from '../endpoint.js';
import { type JsonObject, readJson, type StepFailure, textIn } from '../http.js';
import { present, type Trouble, type View } from '../pages/present.js';
import { AccountFailure } from './failure.js';
import { findSections } from './snippets.js';
import { showTrouble } from './trouble.js';
import type { AccountErrorCode, AccountReply } from './view.js';

function explain({ code, message }: StepFailure<AccountErrorCode>, { writer }: View): Trouble {
  return { html: showTrouble({ code, detail: message }, writer) };
}

/** A step answers with what the page shows next. */
function takeStep(step: (body: JsonObject, sandbox: Incoming['sandbox'], view: View) => AccountReply): Answer {
  return (incoming) => {
    const body = readJson(incoming);
    return { status: 200, body: present(body, { take: (view) => step(body, incoming.sandbox, view), explain }) };
  };
}

export const startAccount = takeStep((body, { accounts }, { writer }) =>
  accounts.start({ snippetId: body.get('snippetId'), loginToken: body.get('loginToken'), writer }),
);

/** The self-service of API v3 begins with a transfer token and goes on as that of v2. */
export const startV3Account = takeStep((body, { v3, state, accounts }, { writer }) => {
  const sections = findSections(body.get('snippetId'), 'v3');
  if (!sections) throw new AccountFailure('snippet-unknown', 'It is none of the values of plenigo.CONSTS.SNIPPETS.');
  const session = v3.sessions.redeem(String(body.get('transferToken')));
  const customer = session && state.find(session);
  if (!customer) {
    const detail = '404, 20032: the transfer token is unknown, used before or older than 30 seconds.';
    throw new AccountFailure('transfer-token-invalid', detail);
  }
  return accounts.open(customer, { sections, writer });
});

export const changeAccount = takeStep((body, { accounts }, { writer }) => {
  const values = body.get('values');
  return accounts.change(textIn(body, 'accountId'), {
    section: textIn(body, 'section'),
    action: textIn(body, 'action'),
    values: new Map(Object.entries(typeof values === 'object' && values !== null ? values : {})),
    writer,
  });
});
