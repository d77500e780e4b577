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
  readonly reply: object;
}

const ours = { externalUserId: 'A1BKAFZZ3H0H' };
const theirs = { customerId: '56202510' };
const person = { firstName: 'new', lastName: 'customer' };
const user = { ...person, email: 'test@mail.com', language: 'en', externalUserId: '12345' };
const home = { street: 'Hauptstr. 1', postCode: '80331', city: 'München', country: 'DE' };

type Sample = [run: SampleCall['run'], reply?: object];
const samples: Partial<Record<V2CallName, Sample>> = {
  registerUser: [(client) => client.registerUser(user), theirs],
  createLoginToken: [(client) => client.createLoginToken(theirs), { loginToken: 'TKN1234567890' }],
  changeEmail: [(client) => client.changeEmail(ours, 'testChangeEMail@mail.com')],
  importCustomerAccess: [(client) => client.importCustomerAccess(ours, ['a', 'b', 'c', 'd'])],
  addExternalCustomerId: [(client) => client.addExternalCustomerId('56202510', '12345')],
  hasUserBought: [(client) => client.hasUserBought(theirs, 'EgLUrT56328991046641'), { accessGranted: true }],
  productsBought: [(client) => client.productsBought(ours)],
  isPaywallEnabled: [(client) => client.isPaywallEnabled(), { enabled: true }],
  changeAddress: [(client) => client.changeAddress(ours, { gender: 'FEMALE', ...person, ...home })],
};
export const sampleCalls: readonly SampleCall[] = Object.entries(samples).map(([call, [run, reply = {}]]) => ({
  call: call as V2CallName,
  run,
  reply,
}));

export function sampleCall(name: V2CallName): SampleCall {
  const found = sampleCalls.find(({ call }) => call === name);
  if (found === undefined) throw new Error(`no sample of ${name}`);
  return found;
}

/** A client for a server of the test's own; patient, so that only tests of time-outs depend on time. */
export function clientFor(apiUrl: string, options: Partial<ClientOptions> = {}): PlenigoClient {
  const patient = { companyId: COMPANY_ID, secret: SECRET, timeout: 15_000, logger: silentLogger };
  return new PlenigoClient({ ...patient, apiUrl, ...options });
}

export async function gather<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
}
