/** The self-service page's own requests. */
import type { Endpoint } from '../endpoint.js';
import { readJson } from '../http.js';
import { textIn } from '../steps.js';
import { AccountFailure } from './failure.js';
import { sectionsOf } from './snippets.js';

export const startAccount: Endpoint['answer'] = (incoming) => {
  const body = readJson(incoming);
  const start = { snippetId: body.get('snippetId'), loginToken: body.get('loginToken') };
  return { status: 200, body: incoming.sandbox.accounts.start(start) };
};

/** The self-service of API v3 begins with a transfer token and goes on as that of v2. */
export const startV3Account: Endpoint['answer'] = (incoming) => {
  const body = readJson(incoming);
  const { v3, state, accounts } = incoming.sandbox;
  const sections = sectionsOf(body.get('snippetId'), 'v3');
  if (!sections) throw new AccountFailure('snippet-unknown', 'It is none of the values of plenigo.CONSTS.SNIPPETS.');
  const session = v3.sessions.redeem(String(body.get('transferToken')));
  const customer = session && state.find(session);
  if (!customer) {
    const detail = '404, 20032: the transfer token is unknown, used before or older than 30 seconds.';
    throw new AccountFailure('transfer-token-invalid', detail);
  }
  return { status: 200, body: accounts.open(customer, sections) };
};

export const changeAccount: Endpoint['answer'] = (incoming) => {
  const body = readJson(incoming);
  const values = body.get('values');
  const change = {
    section: textIn(body, 'section'),
    action: textIn(body, 'action'),
    values: new Map(Object.entries(typeof values === 'object' && values !== null ? values : {})),
  };
  return { status: 200, body: incoming.sandbox.accounts.change(textIn(body, 'accountId'), change) };
};
