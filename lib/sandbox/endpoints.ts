/** The one table of everything that the sandbox answers: method and path, who may call it, and what answers. */
import { changeAccount, startAccount, startV3Account } from './account/endpoint.js';
import { V3_PATH } from './addresses.js';
import { logInToCheckout, payCheckout, startCheckout, startV3Checkout } from './checkout/endpoint.js';
import { act } from './console/endpoint.js';
import * as control from './control/endpoint.js';
import { actionDoor, consoleDoor, controlDoor, pageDoor, stepDoor, v2Door, v3Door } from './doors.js';
import type { Door, Endpoint } from './endpoint.js';
import { ApiFailure } from './http.js';
import { CONSOLE_PAGES, PAGES } from './pages/index.js';
import * as v2Access from './v2/access.js';
import * as v2Customers from './v2/customers.js';
import type { V2CallName } from './v2/types.js';
import * as v3Access from './v3/access.js';
import * as v3Customers from './v3/customers.js';
import { preparePurchase } from './v3/purchases.js';
import * as v3Sessions from './v3/session-calls.js';
import type { V3CallName } from './v3/types.js';

type Row = Omit<Endpoint, 'door'>;
type CallRow<Call> = Row & { readonly call: Call };

const V2: readonly CallRow<V2CallName>[] = [
  { call: 'registerUser', route: 'POST /api/v2/externalUser/register', answer: v2Customers.registerUser },
  {
    call: 'createLoginToken',
    route: 'POST /api/v2/externalUser/{id}/createLoginToken',
    answer: v2Customers.createLoginToken,
  },
  { call: 'changeEmail', route: 'PUT /api/v2/externalUser/{id}/changeEmail', answer: v2Customers.changeEmail },
  {
    call: 'addExternalCustomerId',
    route: 'PUT /api/v2/externalUser/{id}/addExternalUserId',
    answer: v2Customers.addExternalCustomerId,
  },
  { call: 'importCustomerAccess', route: 'POST /api/v2/import/customerAccess', answer: v2Access.importCustomerAccess },
  { call: 'hasUserBought', route: 'GET /api/v2/user/product', answer: v2Access.hasUserBought },
  { call: 'productsBought', route: 'GET /api/v2/user/{id}/products', answer: v2Access.productsBought },
  { call: 'isPaywallEnabled', route: 'GET /api/v2/paywall/state', answer: v2Access.isPaywallEnabled },
  { call: 'changeAddress', route: 'PUT /api/v2/user/{id}/address', answer: v2Customers.changeAddress },
];

/** The paths begin after `/api/v3.0`. */
const V3: readonly CallRow<V3CallName>[] = [
  { call: 'createCustomer', route: 'POST /customers', answer: v3Customers.createCustomer },
  { call: 'searchCustomers', route: 'GET /customers', answer: v3Customers.searchCustomers },
  {
    call: 'customerIdByExternalSystemId',
    route: 'GET /customers/customerIdByExternalSystemId/{id}',
    answer: v3Customers.customerIdByExternalSystemId,
  },
  { call: 'getCustomer', route: 'GET /customers/{id}', answer: v3Customers.getCustomer },
  { call: 'updateCustomer', route: 'PUT /customers/{id}', answer: v3Customers.updateCustomer },
  { call: 'changeEmail', route: 'PUT /customers/{id}/email', answer: v3Customers.changeEmail },
  { call: 'accessRights', route: 'GET /customers/{id}/accessRights', answer: v3Access.accessRights },
  { call: 'createTransferToken', route: 'POST /sessions/transferToken', answer: v3Sessions.createTransferToken },
  { call: 'createSession', route: 'POST /sessions/{id}', answer: v3Sessions.createSession },
  { call: 'changeSessions', route: 'PUT /processes/login/changeSessions/{id}', answer: v3Sessions.changeSessions },
  { call: 'preparePurchase', route: 'POST /checkout/preparePurchase', answer: preparePurchase },
  { call: 'hasAccess', route: 'GET /accessRights/{id}/hasAccess', answer: v3Access.hasAccess },
  { call: 'accessRights', route: 'GET /accessRights/{id}', answer: v3Access.accessRights },
  { call: 'addAccessRight', route: 'POST /accessRights/{id}', answer: v3Access.addAccessRight },
  { call: 'changeAccessRight', route: 'PUT /accessRights/{id}/{id}', answer: v3Access.changeAccessRight },
  { call: 'removeAccessRight', route: 'DELETE /accessRights/{id}/{id}', answer: v3Access.removeAccessRight },
];

/** The steps that the sandbox's checkout and self-service take. */
const STEPS: readonly Row[] = [
  { route: 'POST /checkout/start', answer: startCheckout },
  { route: 'POST /checkout/v3/start', answer: startV3Checkout },
  { route: 'POST /checkout/login', answer: logInToCheckout },
  { route: 'POST /checkout/pay', answer: payCheckout },
  { route: 'POST /account/start', answer: startAccount },
  { route: 'POST /account/v3/start', answer: startV3Account },
  { route: 'POST /account/change', answer: changeAccount },
];

const CONTROL: readonly Row[] = [
  { route: 'GET /sandbox/requests', answer: control.listRequests },
  { route: 'GET /sandbox/customers', answer: control.listCustomers },
  { route: 'POST /sandbox/customers', answer: control.act('add-customer') },
  { route: 'POST /sandbox/purchases', answer: control.act('buy') },
  { route: 'POST /sandbox/refunds', answer: control.act('refund') },
  { route: 'POST /sandbox/cancellations', answer: control.act('cancel') },
  { route: 'POST /sandbox/faults', answer: control.act('fault-on', control.hitOnce) },
  { route: 'POST /sandbox/clock', answer: control.act('advance', control.toMilliseconds) },
  { route: 'POST /sandbox/paywall', answer: control.act('paywall') },
  { route: 'POST /sandbox/reset', answer: control.act('reset') },
];

function put(door: Door, rows: readonly Row[], prefix = ''): Endpoint[] {
  return rows.map(({ route, ...row }) => ({ ...row, route: route.replace(' ', ` ${prefix}`), door }));
}

const ENDPOINTS: readonly Endpoint[] = [
  ...put(v2Door, V2),
  ...put(v3Door, V3, V3_PATH),
  ...put(stepDoor, STEPS),
  ...put(controlDoor, CONTROL),
  { route: 'POST /console/{id}', door: actionDoor, answer: act },
  ...put(consoleDoor, CONSOLE_PAGES),
  ...put(pageDoor, PAGES),
];

/** Who says that there is no such call. */
const DOORS: readonly (readonly [prefix: string, Door])[] = [
  ['/api/v3.0/', v3Door],
  ['/api/', v2Door],
  ['/sandbox/', controlDoor],
  ['/console/', consoleDoor],
  ['/', pageDoor],
];

/** The names of all calls of both APIs. */
export const CALLS: readonly string[] = [...new Set([...V2, ...V3].map(({ call }) => call))];

/**
 * Finds the endpoint of a request, and the open parts of its path, still percent-encoded. The path is compared as it
 * came: nothing is decoded or resolved before, so that an id which contains `%2F` or `..` stays one id. Where there is
 * no endpoint, the answer of the one that is returned says so.
 */
export function findEndpoint(method: string, path: string): { endpoint: Endpoint; rawIds: string[] } {
  const parts = path.split('/');
  for (const endpoint of ENDPOINTS) {
    const [wantedMethod, wantedPath = ''] = endpoint.route.split(' ');
    const wanted = wantedPath.split('/');
    if (method !== wantedMethod || parts.length !== wanted.length) continue;
    if (wanted.every((part, i) => (part === '{id}' ? parts[i] !== '' : part === parts[i]))) {
      return { endpoint, rawIds: parts.filter((_, i) => wanted[i] === '{id}') };
    }
  }
  const [, door] = DOORS.find(([prefix]) => path.startsWith(prefix)) ?? ['', pageDoor];
  return { endpoint: { route: `${method} ${path}`, door, answer: refuseUnknown }, rawIds: [] };
}

function refuseUnknown(): never {
  throw new ApiFailure(404, 'There is no such call.');
}
