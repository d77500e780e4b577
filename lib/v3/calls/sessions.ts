/** The calls about customer sessions: plenigo's login of one customer, which self-service needs and a checkout does not. */

import { argument, checkFields, checkValue, matching, type Rules, rules, upTo } from '../../check.js';
import type { Credential } from '../../platform.js';
import { listField, ownField, textField, textFields } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';
import { customerSegment } from './request.js';

/** Where a session is used, for the customer's list of them. All of it is optional. */
export interface SessionDetails {
  /** At most 100 characters. */
  os?: string | undefined;
  /** At most 200 characters, like `source`. */
  browser?: string | undefined;
  source?: string | undefined;
  /** At most 2000 characters. */
  sourceUrl?: string | undefined;
  /** The reader's own. */
  ipAddress?: string | undefined;
  /** ISO 3166-1, two letters. */
  country?: string | undefined;
}

/** One that is open elsewhere. */
export interface ActiveSession {
  sessionId: string;
  os?: string;
  browser?: string;
}

/** A new session, or those that are open already, of which plenigo allows no more. */
export type SessionAnswer =
  | { customerSession: string; removalToken?: undefined; activeSessions?: undefined }
  | { customerSession?: undefined; removalToken: string; activeSessions: readonly ActiveSession[] };

/** Opens the pages of one customer once, within 30 seconds. */
export type TransferToken = Credential;

const LIFETIME_MS = 30_000;

const detailRules: Rules<SessionDetails> = {
  os: upTo(100),
  browser: upTo(200),
  source: upTo(200),
  sourceUrl: upTo(2000),
  ipAddress: upTo(45),
  country: matching('two capital letters', /^[A-Z]{2}$/),
};

export function createSessionRequest(customerId: string, details: SessionDetails): ApiRequest<SessionAnswer> {
  return {
    call: 'createSession',
    method: 'POST',
    path: `/sessions/${customerSegment(customerId)}`,
    body: { ...checkFields(details, { rules: detailRules, subject: argument('session') }) },
    // Each takes up one of the few that a customer may have.
    repeatable: false,
    parse(json, status) {
      const { customerSession, removalToken } = textFields(json, ['customerSession', 'removalToken']);
      if (status === 202) return customerSession === undefined ? undefined : { customerSession };
      if (status !== 200 || removalToken === undefined) return undefined;
      return { removalToken, activeSessions: listField(ownField(json, 'activeSessions')).flatMap(activeSession) };
    },
  };
}

function activeSession(item: unknown): ActiveSession[] {
  const sessionId = textField(item, 'sessionId');
  return sessionId === undefined ? [] : [{ sessionId, ...textFields(item, ['os', 'browser']) }];
}

export function replaceSessionRequest(removalToken: string, sessionId: string | undefined): ApiRequest<string> {
  checkValue(removalToken, { rule: rules.text, subject: argument('removalToken') });
  if (sessionId !== undefined) checkValue(sessionId, { rule: upTo(40), subject: argument('sessionId') });
  const query = sessionId === undefined ? '' : `?sessionId=${encodeURIComponent(sessionId)}`;
  return {
    call: 'changeSessions',
    method: 'PUT',
    path: `/processes/login/changeSessions/${encodeURIComponent(removalToken)}${query}`,
    repeatable: false,
    parse: (json) => textField(json, 'customerSession'),
  };
}

export function createTransferTokenRequest(customerSession: string): ApiRequest<TransferToken> {
  checkValue(customerSession, { rule: rules.text, subject: argument('customerSession') });
  // Counted from before the request: rather a moment too early than a token that is dead already.
  const expiresAt = new Date(Date.now() + LIFETIME_MS);
  return {
    call: 'createTransferToken',
    method: 'POST',
    path: '/sessions/transferToken',
    body: { customerSession },
    // A token that got lost expires unused.
    repeatable: true,
    parse: (json) => {
      const token = textField(json, 'transferToken');
      return token === undefined ? undefined : { token, expiresAt };
    },
  };
}
