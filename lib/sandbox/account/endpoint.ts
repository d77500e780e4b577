/** The self-service page's own requests. */
import type { Answer, Incoming } from '../endpoint.js';
import { type JsonObject, readJson } from '../http.js';
import { present, type View } from '../pages/trouble.js';
import { StepFailure, textIn } from '../steps.js';
import type { SandboxCustomer } from '../types.js';
import { type Api, findSections } from './snippets.js';
import type { AccountReply } from './view.js';

/** A step answers with what the page shows next. */
function takeStep(step: (body: JsonObject, sandbox: Incoming['sandbox'], view: View) => AccountReply): Answer {
  return (incoming) => {
    const body = readJson(incoming);
    return { status: 200, body: present('account', body, (view) => step(body, incoming.sandbox, view)) };
  };
}

/** Logs a customer in by a token, which is used up only by a snippet that exists. */
function startAs(api: Api, logIn: (body: JsonObject, sandbox: Incoming['sandbox']) => SandboxCustomer): Answer {
  return takeStep((body, sandbox, { writer }) => {
    const sections = findSections(body.get('snippetId'), api);
    if (!sections) throw new StepFailure('snippet-unknown', 'The snippet is none of those of the global plenigo.');
    return sandbox.accounts.open(logIn(body, sandbox), { sections, writer });
  });
}

export const startAccount = startAs('v2', (body, { state }) => state.redeemToken(body.get('loginToken')));

/** The self-service of API v3 begins with a transfer token and goes on as that of v2. */
export const startV3Account = startAs('v3', (body, { v3, state }) => {
  const session = v3.sessions.redeem(textIn(body, 'transferToken'));
  const customer = session && state.find(session);
  if (customer) return customer;
  const detail = '404, 20032: the transfer token is unknown, used before or older than 30 seconds.';
  throw new StepFailure('transfer-token-invalid', detail);
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
