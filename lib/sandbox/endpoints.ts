/** The one table of everything that the sandbox answers: method and path, who may call it, and what answers. */
import { changeAccount, startAccount, startV3Account } from './account/endpoint.js';
import { logInToCheckout, payCheckout, startCheckout, startV3Checkout } from './checkout/endpoint.js';
import { act } from './console/endpoint.js';
import * as control from './control/endpoint.js';
import { actionDoor, consoleDoor, controlDoor, pageDoor, stepDoor, v2Door, v3Door } from './doors.js';
import type { Answer, Door, Endpoint } from './endpoint.js';
import { ApiFailure, V3_PATH } from './http.js';
import { CONSOLE_PAGES, PAGES } from './pages/index.js';
import type { V2CallName } from './types.js';
import * as v2 from './v2/calls.js';
import * as v3 from './v3/calls.js';
import type { V3CallName } from './v3/types.js';

/** By route. */
type Table<Entry> = Readonly<Record<string, Entry>>;

const V2: Table<V2CallName> = {
  'POST /api/v2/externalUser/register': 'registerUser',
  'POST /api/v2/externalUser/{id}/createLoginToken': 'createLoginToken',
  'PUT /api/v2/externalUser/{id}/changeEmail': 'changeEmail',
  'PUT /api/v2/externalUser/{id}/addExternalUserId': 'addExternalCustomerId',
  'POST /api/v2/import/customerAccess': 'importCustomerAccess',
  'GET /api/v2/user/product': 'hasUserBought',
  'GET /api/v2/user/{id}/products': 'productsBought',
  'GET /api/v2/paywall/state': 'isPaywallEnabled',
  'PUT /api/v2/user/{id}/address': 'changeAddress',
  'POST /api/v2/access/{id}/add': 'grantAccess',
  'DELETE /api/v2/access/{id}/remove': 'removeAccess',
  'POST /api/v2/checkout/free/product/{id}/{id}': 'orderFreeProduct',
  'POST /api/v2/checkout/free/voucher/{id}/{id}': 'redeemVoucher',
  'GET /api/v2/product/{id}': 'product',
  'GET /api/v2/user/{id}/subscriptions': 'subscriptions',
  'GET /api/v2/user/{id}/orders': 'orders',
};

const V3: Table<V3CallName> = {
  'POST /api/v3.0/customers': 'createCustomer',
  'GET /api/v3.0/customers': 'searchCustomers',
  'GET /api/v3.0/customers/customerIdByExternalSystemId/{id}': 'customerIdByExternalSystemId',
  'GET /api/v3.0/customers/{id}': 'getCustomer',
  'PUT /api/v3.0/customers/{id}': 'updateCustomer',
  'PUT /api/v3.0/customers/{id}/email': 'changeEmail',
  'GET /api/v3.0/customers/{id}/accessRights': 'accessRights',
  'POST /api/v3.0/sessions/transferToken': 'createTransferToken',
  'POST /api/v3.0/sessions/{id}': 'createSession',
  'PUT /api/v3.0/processes/login/changeSessions/{id}': 'changeSessions',
  'POST /api/v3.0/checkout/preparePurchase': 'preparePurchase',
  'POST /api/v3.0/checkout/buyWithVoucher': 'buyWithVoucher',
  'POST /api/v3.0/checkout/orderFreeProduct': 'orderFreeProduct',
  'GET /api/v3.0/vouchers/{id}/validate': 'validateVoucher',
  'GET /api/v3.0/products/offers': 'offers',
  'GET /api/v3.0/products/priceIssues/{id}': 'priceIssue',
  'GET /api/v3.0/subscriptions': 'subscriptions',
  'GET /api/v3.0/customers/{id}/subscriptions': 'subscriptions',
  'GET /api/v3.0/subscriptions/{id}/cancel/dates': 'cancelDates',
  'PUT /api/v3.0/subscriptions/{id}/cancel/undo': 'undoCancellation',
  'PUT /api/v3.0/subscriptions/{id}/cancel/{id}': 'cancelSubscription',
  'GET /api/v3.0/orders': 'orders',
  'GET /api/v3.0/customers/{id}/orders': 'orders',
  'GET /api/v3.0/invoices': 'invoices',
  'GET /api/v3.0/customers/{id}/invoices': 'invoices',
  'GET /api/v3.0/invoices/{id}/file': 'invoicePdf',
  'GET /api/v3.0/accessRights': 'accessRights',
  'GET /api/v3.0/accessRights/{id}/hasAccess': 'hasAccess',
  'GET /api/v3.0/accessRights/{id}': 'accessRights',
  'POST /api/v3.0/accessRights/{id}': 'grantAccess',
  'PUT /api/v3.0/accessRights/{id}/{id}': 'changeAccess',
  'DELETE /api/v3.0/accessRights/{id}/{id}': 'removeAccess',
};

const STEPS: Table<Answer> = {
  'POST /checkout/start': startCheckout,
  'POST /checkout/v3/start': startV3Checkout,
  'POST /checkout/login': logInToCheckout,
  'POST /checkout/pay': payCheckout,
  'POST /account/start': startAccount,
  'POST /account/v3/start': startV3Account,
  'POST /account/change': changeAccount,
};

const CONTROL: Table<Answer> = {
  'GET /sandbox/requests': control.listRequests,
  'GET /sandbox/customers': control.listCustomers,
  'POST /sandbox/customers': control.act('add-customer'),
  'POST /sandbox/purchases': control.act('buy'),
  'POST /sandbox/refunds': control.act('refund'),
  'POST /sandbox/cancellations': control.act('cancel'),
  'POST /sandbox/faults': control.act('fault-on', control.hitOnce),
  'POST /sandbox/clock': control.act('advance', control.toMilliseconds),
  'POST /sandbox/paywall': control.act('paywall'),
  'POST /sandbox/reset': control.act('reset'),
};

function put(door: Door, table: Table<Answer>): Endpoint[] {
  return Object.entries(table).map(([route, answer]) => ({ route, door, answer }));
}

/** A call is answered by the function of its name. */
function putCalls<Call extends V2CallName | V3CallName>(
  door: Door,
  table: Table<Call>,
  answers: Readonly<Record<Call, Answer>>,
): Endpoint[] {
  return Object.entries<Call>(table).map(([route, call]) => ({ route, door, call, answer: answers[call] }));
}

const ENDPOINTS: readonly Endpoint[] = [
  ...putCalls(v2Door, V2, v2),
  ...putCalls(v3Door, V3, v3),
  ...put(stepDoor, STEPS),
  ...put(controlDoor, CONTROL),
  ...put(actionDoor, { 'POST /console/{id}': act }),
  ...put(consoleDoor, CONSOLE_PAGES),
  ...put(pageDoor, PAGES),
];

/** Who says that there is no such call, by how the path begins. */
const DOORS: readonly (readonly [prefix: string, Door])[] = [
  [`${V3_PATH}/`, v3Door],
  ['/api/', v2Door],
  ['/sandbox/', controlDoor],
  ['/console/', consoleDoor],
];

export const CALLS: readonly string[] = [...new Set([...Object.values(V2), ...Object.values(V3)])];

/**
 * Finds the endpoint of a request, and the open parts of its path, still percent-encoded. The path is compared as it
 * came: nothing is decoded or resolved before, so that an id which contains `%2F` or `..` stays one id. Where there is
 * no endpoint, one is made up that says so.
 */
export function findEndpoint(method: string, path: string): { endpoint: Endpoint; rawIds: string[] } {
  const route = `${method} ${path}`;
  const parts = route.split('/');
  for (const endpoint of ENDPOINTS) {
    const wanted = endpoint.route.split('/');
    const fits = wanted.every((part, i) => (part === '{id}' ? parts[i] !== '' : part === parts[i]));
    if (fits && parts.length === wanted.length)
      return { endpoint, rawIds: parts.filter((_, i) => wanted[i] === '{id}') };
  }
  const door = DOORS.find(([prefix]) => path.startsWith(prefix))?.[1] ?? pageDoor;
  return { endpoint: { route, door, answer: refuseUnknown }, rawIds: [] };
}

function refuseUnknown(): never {
  throw new ApiFailure(404, 'There is no such call.');
}
