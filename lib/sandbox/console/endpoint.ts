/** The requests of the sandbox's own page: its live view and its buttons. */
import type { Endpoint } from '../endpoint.js';
import { ApiFailure, readJson, toFields } from '../http.js';
import { findAction } from './actions.js';

/** Sends the page what it shows for as long as it is open. */
export const openLivePage: Endpoint['answer'] = ({ res, sandbox }) => {
  sandbox.livePages.open(res);
  return undefined;
};

/** Does what a button says. */
export const act: Endpoint['answer'] = (incoming) => {
  const action = findAction(incoming.ids[0] ?? '');
  if (!action) throw new ApiFailure(404, 'There is no such button.');
  action(toFields(readJson(incoming)), incoming.sandbox);
  incoming.sandbox.livePages.refresh();
  return { status: 204 };
};
