/** The calls of API v3 about customer sessions: log in, log somebody out for it, and hand a login over to a page. */
import type { Answer } from '../endpoint.js';
import { reply } from '../http.js';
import { findCustomer, readBody } from './body.js';
import { V3Failure } from './failure.js';
import { customerSession, newSession } from './schemas.js';
import type { Login } from './sessions.js';
import { formatMoment } from './views.js';

/** Status 200 is the refusal: too many sessions are open. */
export const createSession: Answer = (incoming) => {
  const { v3 } = incoming.sandbox;
  const { os, browser } = readBody<Omit<Login, 'customerId'>>(incoming, newSession);
  const customer = findCustomer(incoming);
  const login = { customerId: customer.customerId, os, browser };
  if (v3.isBlocked(customer)) throw new V3Failure(403, 20011, 'Customer is deactivated or disabled.');
  const open = v3.sessions.listOpen(customer.customerId);
  if (open.length < v3.sessions.limit) return reply(202, { customerSession: v3.sessions.open(login) });
  const items = open.map((session) => ({
    sessionId: session.sessionId,
    os: session.os,
    browser: session.browser,
    createdAt: formatMoment(session.at),
  }));
  return reply(200, { activeSessions: { items }, removalToken: v3.sessions.createRemoval(login) });
};

/** Without `sessionId` all sessions end. */
export const changeSessions: Answer = ({ id: token, query, sandbox: { v3 } }) => {
  const login = v3.sessions.takeRemoval(token);
  if (!login || !v3.sessions.end(login.customerId, query.get('sessionId'))) {
    throw new V3Failure(404, 99404, 'There is no such removal token or session.');
  }
  return reply(202, { customerSession: v3.sessions.open(login) });
};

export const createTransferToken: Answer = (incoming) => {
  const { customerSession: secret } = readBody<{ customerSession: string }>(incoming, customerSession);
  return reply(200, { transferToken: incoming.sandbox.v3.sessions.createTransfer(secret) });
};
