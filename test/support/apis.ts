/** The two APIs of plenigo behind the same middlewares, for tests that are true of both. */

import { createPlenigo, type Plenigo } from '../../lib/entries/v2.js';
import { createPlenigo as createV3, type Plenigo as V3Plenigo } from '../../lib/entries/v3.js';
import type { Middleware } from '../../lib/middleware/handler.js';
import type { Sandbox, SandboxCall, SandboxCustomer } from '../../lib/sandbox/types.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import type { Product } from '../../lib/v2/product.js';
import { COMPANY_ID, SECRET } from './calls.js';
import { API_TOKEN } from './v3.js';

export interface Api {
  readonly name: 'v2' | 'v3';
  /** Spreads into its `createPlenigo`. */
  connection(sandbox: Sandbox): Partial<PlenigoOptions>;
  /** The same, for a server of the test's own. */
  at(url: string): Partial<PlenigoOptions>;
  create(options: PlenigoOptions): Plenigo;
  /** What is sold and then opens what the product of this id opens. */
  product(id: string): Product;
  /** A page with one self-service snippet. */
  account(plenigo: Plenigo): Middleware;
  /** Changes a customer's address at plenigo by somebody else's hand. */
  changeEmail(plenigo: Plenigo, change: { customer: SandboxCustomer | undefined; email: string }): Promise<void>;
  /** The names of the calls, by what they are for. */
  readonly calls: Readonly<Record<'access' | 'search' | 'register', SandboxCall>>;
}

export const v2: Api = {
  name: 'v2',
  connection: ({ options }) => options,
  at: (apiUrl) => ({ companyId: COMPANY_ID, secret: SECRET, apiUrl }),
  create: createPlenigo,
  product: (id) => id,
  account: (plenigo) =>
    plenigo.account('ORDER', { elementId: 'a', loggedOutRedirectUrl: 'https://news.example/login' }),
  changeEmail: ({ client }, { customer, email }) =>
    client.changeEmail({ customerId: `${customer?.customerId}` }, email),
  calls: { access: 'hasUserBought', search: 'createLoginToken', register: 'registerUser' },
};

/** Its types are its own; the tests of both use what both have. */
export const v3: Api = {
  name: 'v3',
  connection: ({ v3: { options } }) => options as Partial<PlenigoOptions>,
  at: (url) => ({ companyId: COMPANY_ID, apiToken: API_TOKEN, apiUrl: `${url}/api/v3.0` }) as Partial<PlenigoOptions>,
  create: (options) => createV3(options as never) as unknown as Plenigo,
  product: (id) => ({ offerId: `O_${id}`, accessRights: id }) as Product,
  account: (plenigo) => plenigo.account('ORDER', { elementId: 'a' } as never),
  changeEmail: (plenigo, { customer, email }) =>
    (plenigo as unknown as V3Plenigo).client.changeEmail(`${customer?.customerId}`, email),
  calls: { access: 'hasAccess', search: 'customerIdByExternalSystemId', register: 'createCustomer' },
};

/** The same tests of both. */
export function onBothApis(title: string, tests: (api: Api) => void): void {
  for (const api of [v2, v3]) describe(`${title}, API ${api.name}`, () => tests(api));
}
