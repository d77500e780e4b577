/** The calls of API v3: which method and path is which, and how each is answered. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Check, Misfit } from '../check.js';
import { ApiFailure, type Reply, readJsonObject } from '../http.js';
import { decodeSegment, matchPath } from '../routes/route.js';
import * as access from './access.js';
import * as customers from './customers.js';
import { invalid, V3Failure, v3ErrorBody } from './failure.js';
import { preparePurchase } from './purchases.js';
import type { V3Route } from './route.js';
import * as sessions from './sessions.js';
import type { V3State } from './state.js';
import type { V3CallName } from './types.js';

export const V3_PREFIX = '/api/v3.0/';
/** The path of the browser SDK, the same as at plenigo. */
export const V3_SDK_PATH = '/web/v1/frisbii_media.min.js';

const ROUTES: readonly { call: V3CallName; method: string; path: string; route: V3Route }[] = [
  { call: 'createCustomer', method: 'POST', path: 'customers', route: customers.createCustomer },
  { call: 'searchCustomers', method: 'GET', path: 'customers', route: customers.searchCustomers },
  {
    call: 'customerIdByExternalSystemId',
    method: 'GET',
    path: 'customers/customerIdByExternalSystemId/{id}',
    route: customers.customerIdByExternalSystemId,
  },
  { call: 'getCustomer', method: 'GET', path: 'customers/{id}', route: customers.getCustomer },
  { call: 'updateCustomer', method: 'PUT', path: 'customers/{id}', route: customers.updateCustomer },
  { call: 'changeEmail', method: 'PUT', path: 'customers/{id}/email', route: customers.changeEmail },
  { call: 'accessRights', method: 'GET', path: 'customers/{id}/accessRights', route: access.accessRights },
  { call: 'createTransferToken', method: 'POST', path: 'sessions/transferToken', route: sessions.createTransferToken },
  { call: 'createSession', method: 'POST', path: 'sessions/{id}', route: sessions.createSession },
  {
    call: 'changeSessions',
    method: 'PUT',
    path: 'processes/login/changeSessions/{id}',
    route: sessions.changeSessions,
  },
  { call: 'preparePurchase', method: 'POST', path: 'checkout/preparePurchase', route: preparePurchase },
  { call: 'hasAccess', method: 'GET', path: 'accessRights/{id}/hasAccess', route: access.hasAccess },
  { call: 'accessRights', method: 'GET', path: 'accessRights/{id}', route: access.accessRights },
  { call: 'addAccessRight', method: 'POST', path: 'accessRights/{id}', route: access.addAccessRight },
  { call: 'changeAccessRight', method: 'PUT', path: 'accessRights/{id}/{id}', route: access.changeAccessRight },
  { call: 'removeAccessRight', method: 'DELETE', path: 'accessRights/{id}/{id}', route: access.removeAccessRight },
];

/** The names of all calls. */
export const V3_CALLS: readonly V3CallName[] = [...new Set(ROUTES.map(({ call }) => call))];

/** The call that a request is, with the raw (still encoded) ids of its path. */
export interface V3Match {
  call: V3CallName;
  route: V3Route;
  rawIds: readonly string[];
}

export function matchV3Call(method: string, path: string): V3Match | undefined {
  const match = matchPath(ROUTES, method, path.slice(V3_PREFIX.length));
  return match && { ...match.entry, rawIds: match.rawIds };
}

function isToken(header: unknown, apiToken: string): boolean {
  const [given, expected] = [Buffer.from(String(header)), Buffer.from(apiToken)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Reads the body and checks it. Throws `V3Failure` 400 with the field that is wrong. */
async function checkedBody<Body>(req: IncomingMessage, check: Check): Promise<Body> {
  const json = await readJsonObject(req);
  const body = Object.fromEntries(json.names().map((name) => [name, json.get(name)]));
  try {
    check(body, '');
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const steps = error.place.split(/[.[\]]+/).filter(Boolean);
    const value = steps.reduce<unknown>((around, step) => (Object(around) as Record<string, unknown>)[step], body);
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    throw invalid([{ field: error.place, error: error.problem.replace('must be ', ''), value: text }]);
  }
  return body as Body;
}

/** Answers a request of API v3. */
export async function answerV3(
  req: IncomingMessage,
  match: V3Match | undefined,
  { query, v3, apiToken }: { query: URLSearchParams; v3: V3State; apiToken: string },
): Promise<Reply> {
  try {
    if (!isToken(req.headers['x-plenigo-token'], apiToken)) {
      throw new V3Failure(401, 99008, 'Api token provided is not authorized.');
    }
    if (!match) throw new V3Failure(404, 99404, 'There is no such call.');
    const ids = match.rawIds.map(decodeSegment);
    return await match.route({ ids, query, body: (check) => checkedBody(req, check), v3 });
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const { status, message } = error;
    if (!(error instanceof V3Failure)) return { status, body: v3ErrorBody(status, message) };
    const { validationErrors } = error;
    return {
      status,
      body: { ...v3ErrorBody(status, message, error.errorCode), ...(validationErrors && { validationErrors }) },
    };
  } finally {
    // What a route did not read must not stay in the connection.
    req.resume();
  }
}
