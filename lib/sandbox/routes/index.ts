/** Which method and path is which call. */

import type { V2CallName } from '../types.js';
import { addExternalCustomerId } from './add-external-customer-id.js';
import { changeAddress } from './change-address.js';
import { changeEmail } from './change-email.js';
import { createLoginToken } from './create-login-token.js';
import { hasUserBought } from './has-user-bought.js';
import { importCustomerAccess } from './import-customer-access.js';
import { isPaywallEnabled } from './is-paywall-enabled.js';
import { productsBought } from './products-bought.js';
import { registerUser } from './register-user.js';
import { matchPath, type Route } from './route.js';

const ROUTES: readonly { call: V2CallName; method: string; path: string; route: Route }[] = [
  { call: 'registerUser', method: 'POST', path: '/api/v2/externalUser/register', route: registerUser },
  {
    call: 'createLoginToken',
    method: 'POST',
    path: '/api/v2/externalUser/{id}/createLoginToken',
    route: createLoginToken,
  },
  { call: 'changeEmail', method: 'PUT', path: '/api/v2/externalUser/{id}/changeEmail', route: changeEmail },
  {
    call: 'addExternalCustomerId',
    method: 'PUT',
    path: '/api/v2/externalUser/{id}/addExternalUserId',
    route: addExternalCustomerId,
  },
  {
    call: 'importCustomerAccess',
    method: 'POST',
    path: '/api/v2/import/customerAccess',
    route: importCustomerAccess,
  },
  { call: 'hasUserBought', method: 'GET', path: '/api/v2/user/product', route: hasUserBought },
  { call: 'productsBought', method: 'GET', path: '/api/v2/user/{id}/products', route: productsBought },
  { call: 'isPaywallEnabled', method: 'GET', path: '/api/v2/paywall/state', route: isPaywallEnabled },
  { call: 'changeAddress', method: 'PUT', path: '/api/v2/user/{id}/address', route: changeAddress },
];

/** The names of all calls. */
export const CALLS: readonly V2CallName[] = ROUTES.map(({ call }) => call);

/** The call that a request is, with the raw (still encoded) id of its path. */
export interface Match {
  call: V2CallName;
  route: Route;
  rawId: string;
}

export function matchCall(method: string, path: string): Match | undefined {
  const match = matchPath(ROUTES, method, path);
  return match && { call: match.entry.call, route: match.entry.route, rawId: match.rawIds[0] ?? '' };
}
