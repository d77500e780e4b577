/** The control API: what a test of a site in any language does to a sandbox, over HTTP and with the company secret. */
import { must, object } from '../check.js';
import { findAction } from '../console/actions.js';
import type { Answer } from '../endpoint.js';
import { ApiFailure, parseJsonObject, reply, toFields } from '../http.js';

const MOST_REQUESTS = 1000;

type Body = Readonly<Record<string, unknown>>;

const isSeconds = (value: unknown): boolean => typeof value === 'number' && value >= 0;
const ADVANCE = object({}, { advanceSeconds: must('a number of seconds from 0 on', isSeconds) });

/** The control API counts in seconds, the clock in milliseconds. */
export function toMilliseconds(body: Body): Body {
  ADVANCE(body, '');
  return { ms: Number(body.advanceSeconds) * 1000 };
}

/** A fault hits one request where the test does not say how many; a button switches one on until it is switched off. */
export function hitOnce(body: Body): Body {
  return { times: 1, ...body };
}

export const listRequests: Answer = ({ sandbox }) =>
  reply(200, { requests: sandbox.log.latest(MOST_REQUESTS).reverse() });

export const listCustomers: Answer = ({ sandbox }) => reply(200, { customers: sandbox.state.customers });

/** Does what a button of the console does; `take` makes what the button hands in of the body. */
export function act(name: string, take: (body: Body) => Body = (body) => body): Answer {
  return ({ text, sandbox }) => {
    const body = parseJsonObject(text.trim() || '{}');
    if (!body) throw new ApiFailure(400, 'The body is not a JSON object.');
    const result = findAction(name)?.(take(toFields(body)), sandbox);
    return reply(result === undefined ? 204 : 200, result);
  };
}
