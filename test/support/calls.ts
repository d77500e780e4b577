/** The calls with the arguments of the recorded requests, for tests that are true of every call. */

import type { Logger } from '../../lib/base/reporter.js';
import type { V2CallName } from '../../lib/sandbox/types.js';
import { PlenigoClient } from '../../lib/v2/client.js';
import type { ClientOptions } from '../../lib/v2/options.js';

export const SECRET = 'AMXzF7qJ9y0uuz2IawRIk6ZMLVeYKq9yXh7lURXQ';
export const COMPANY_ID = 'h7evZBaXvhaLVHYRTIHD';

/** For tests in which faults are expected; the default logger would print each of them. */
export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface SampleCall {
  readonly call: V2CallName;
  run(client: PlenigoClient): Promise<unknown>;
  /** What plenigo answers. */
  readonly reply: object;
}

export const sampleCalls: readonly SampleCall[] = [
  {
    call: 'registerUser',
    run: (client) =>
      client.registerUser({
        email: 'test@mail.com',
        language: 'en',
        externalUserId: '12345',
        firstName: 'new',
        lastName: 'customer',
      }),
    reply: { customerId: '56202510' },
  },
  {
    call: 'createLoginToken',
    run: (client) => client.createLoginToken({ customerId: '56202510' }),
    reply: { loginToken: 'TKN1234567890' },
  },
  {
    call: 'changeEmail',
    run: (client) => client.changeEmail({ externalUserId: 'A1BKAFZZ3H0H' }, 'testChangeEMail@mail.com'),
    reply: {},
  },
  {
    call: 'importCustomerAccess',
    run: (client) => client.importCustomerAccess({ externalUserId: 'A1BKAFZZ3H0H' }, ['a', 'b', 'c', 'd']),
    reply: {},
  },
  { call: 'addExternalCustomerId', run: (client) => client.addExternalCustomerId('56202510', '12345'), reply: {} },
  {
    call: 'hasUserBought',
    run: (client) => client.hasUserBought({ customerId: '56202510' }, 'EgLUrT56328991046641'),
    reply: { accessGranted: true },
  },
  { call: 'productsBought', run: (client) => client.productsBought({ externalUserId: 'A1BKAFZZ3H0H' }), reply: {} },
  { call: 'isPaywallEnabled', run: (client) => client.isPaywallEnabled(), reply: { enabled: true } },
  {
    call: 'changeAddress',
    run: (client) =>
      client.changeAddress(
        { externalUserId: 'A1BKAFZZ3H0H' },
        {
          gender: 'FEMALE',
          firstName: 'new',
          lastName: 'customer',
          street: 'Hauptstr. 1',
          postCode: '80331',
          city: 'München',
          country: 'DE',
        },
      ),
    reply: {},
  },
];

/** The sample call of this name. */
export function sampleCall(name: V2CallName): SampleCall {
  const found = sampleCalls.find(({ call }) => call === name);
  if (found === undefined) throw new Error(`no sample of ${name}`);
  return found;
}

/** A client for a server of the test's own; patient, so that only tests of time-outs depend on time. */
export function clientFor(apiUrl: string, options: Partial<ClientOptions> = {}): PlenigoClient {
  return new PlenigoClient({
    companyId: COMPANY_ID,
    secret: SECRET,
    apiUrl,
    timeout: 15_000,
    logger: silentLogger,
    ...options,
  });
}

/** All that a list brings. */
export async function gather<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
}
