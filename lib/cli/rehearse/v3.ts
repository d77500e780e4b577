/** What API v3 has to do for this package. What the package's client copes with either way is asked by hand. */

import { parseJson } from '../../base/check.js';
import { PlenigoClient } from '../../v3/client.js';
import { readKept } from '../../v3/customers.js';
import { readErrorNumber } from '../../v3/error-codes.js';
import { checkProduct, type PurchaseItem } from '../../v3/product.js';
import type { Service } from '../doctor/options.js';
import { patient } from '../doctor/probe.js';
import { isAnswer, load } from '../page/visit.js';
import { demand, type Props, Refuted, type Steps, settle, waitFor } from './step.js';

type Ask = (method: string, path: string, body?: object) => Promise<{ json: Record<string, unknown>; said: string }>;

const DAY = 86_400_000;
const CLASHES = ['email-exists', 'external-id-conflict', 'customer-conflict'] as const;
/** The client asks for so many rights in one call. */
const MANY = Array.from({ length: 20 }, (_each, index) => `rehearsal-${index}`);

export function planV3({ options, config }: Extract<Service, { api: 'v3' }>, props: Props): Steps {
  const { product, offer, run, customerIds } = props;
  const client = new PlenigoClient({ ...patient, ...options });
  const ask = createAsk(config.apiUrl, options.apiToken);
  const [ada, bob] = [`rehearsal-${run}-a@example.com`, `rehearsal-${run}-b@example.com`];
  const [adasId, bobsId] = [`rehearsal-${run}-a`, `rehearsal-${run}/b`];
  const create = (email: string, externalSystemId?: string) =>
    client.createCustomer({ email, externalSystemId, firstName: 'Rehearsal', lastName: run });
  const first = () => customerIds[0] ?? '';
  const second = () => customerIds[1] ?? '';
  /** Says of a customer all that is known, and what changes; gives what is known then. */
  async function update(customerId: string, change: object) {
    const path = `/customers/${customerId}`;
    const { said } = await ask('PUT', path, { ...readKept((await ask('GET', path)).json), ...change });
    return { said, after: (await ask('GET', path)).json };
  }
  const askAccess = (ids: string) => ask('GET', `/accessRights/${first()}/hasAccess?accessRightUniqueIds=${ids}`);
  const lifeTimeEnd = new Date(Date.now() + DAY);
  const hasEnd = async (right: string) =>
    (await client.accessRights(first())).items.some(
      (item) => item.accessRightUniqueId === right && Number(item.lifeTimeEnd) === lifeTimeEnd.getTime(),
    );
  const prepare = (item: PurchaseItem) =>
    client.preparePurchase({ customerId: first(), customerIpAddress: '192.0.2.1', items: [item] });

  const always: Steps = {
    async 'New customers'() {
      const nobody = await client.findCustomer({ externalSystemId: adasId });
      demand(nobody === undefined, 'plenigo knows a user id that was made up.');
      const made = await create(ada, adasId);
      customerIds.push(made.customerId);
      demand(made.externalSystemId === adasId, 'plenigo does not keep the user id.');
      customerIds.push((await create(bob)).customerId);
      return 'They are made, where plenigo knew nobody.';
    },
    async 'The same customer again'() {
      const { value, refused } = await settle(create(ada, adasId), ...CLASHES);
      demand(refused !== undefined || value?.customerId === first(), 'plenigo makes a second customer.');
      return refused === undefined ? 'Answered with the customer (208).' : `Refused (${refused}).`;
    },
    async 'A known address'() {
      const { refused } = await settle(create(ada, `${adasId}-2`), ...CLASHES);
      demand(refused !== undefined, 'plenigo makes a second customer with it.');
      return `Refused (${refused}).`;
    },
    async 'The search by address'() {
      const found = await client.findCustomer({ email: ada });
      demand(found?.customerId === first(), 'It does not find the customer.');
      // With one letter less it is the address of nobody.
      const { json, said } = await ask('GET', `/customers?email=${encodeURIComponent(ada.slice(0, -1))}`);
      return 'items' in json ? 'It finds more; each address is compared.' : `It is exact (${said}).`;
    },
    async 'A user id for a known customer'() {
      await client.linkCustomer(second(), bobsId);
      const { firstName } = (await client.findCustomer({ customerId: second() })) ?? {};
      demand(firstName === 'Rehearsal', 'The customer loses the name.');
      return 'It is linked, and the customer keeps the name.';
    },
    async 'A user id with a slash'() {
      const found = await client.findCustomer({ externalSystemId: bobsId });
      demand(found?.customerId === second(), 'The customer is not found by it.');
      const { said } = await ask('GET', `/customers/customerIdByExternalSystemId/${encodeURIComponent(bobsId)}`);
      return `It is found by the query; in a path: ${said}.`;
    },
    async 'A second user id'() {
      const { said, after } = await update(second(), { externalSystemId: `${bobsId}-2` });
      const became = after.externalSystemId === bobsId ? 'the first one stays' : 'it takes the place of the first one';
      return `The answer is ${said}; ${became}.`;
    },
    async 'An update of one field'() {
      const { said } = await ask('PUT', `/customers/${second()}`, { lastName: run });
      const { firstName } = (await client.findCustomer({ customerId: second() })) ?? {};
      return `The answer is ${said}; what it does not name is ${firstName ? 'kept' : 'forgotten, so all is sent back'}.`;
    },
    async 'A new address'() {
      const email = `rehearsal-${run}-c@example.com`;
      await client.changeEmail(second(), email);
      const { json } = await ask('PUT', `/customers/${second()}/email`, { email });
      const { refused } = await settle(client.changeEmail(second(), ada), 'email-exists');
      demand(refused !== undefined, 'plenigo takes the address of somebody else.');
      return `It is answered with ${'items' in json ? 'a list' : 'the customer'}; somebody else’s is refused (${refused}).`;
    },
    async 'A right that nobody has'() {
      demand(!(await client.hasAccess(first(), 'rehearsal-0')), 'plenigo says that access is granted.');
      const { json, said } = await askAccess('rehearsal-0');
      return `No access: ${said}, the right is ${'items' in json ? '' : 'not '}listed.`;
    },
    async 'Twenty rights in one call'() {
      const { refused } = await settle(client.hasAccess(first(), MANY), 'invalid-parameters');
      demand(refused === undefined, `They are refused (${refused}): let no page ask for so many.`);
      return 'They are answered.';
    },
    async Sessions() {
      let count = 0;
      while (count < 5 && (await settle(client.createSession(second()), 'session-limit')).value) count += 1;
      demand(count > 0, 'No session can be opened.');
      await client.createTransferToken(await client.createSession(second(), { endOthers: true }), second());
      const { said } = await ask('PUT', '/processes/login/changeSessions/rehearsal');
      return `${count === 5 ? 'Five or more' : count} at a time; a wrong removal token: ${said}.`;
    },
    async 'The list of changed customers'() {
      const listed = new Set<string>();
      // plenigo's clock may be behind ours.
      const since = new Date(Date.now() - DAY / 24);
      for await (const { customerId } of client.customers({ since })) listed.add(customerId);
      demand(listed.has(first()) && listed.has(second()), 'Customers who were just made are not in it.');
      return 'It has the new customers.';
    },
  };

  const offered = (plenigoOfferId: string): Steps => ({
    async 'A prepared purchase'() {
      await prepare({ plenigoOfferId, quantity: 1 });
      return 'It is prepared, and nothing is bought.';
    },
  });

  const opened = (right: string): Steps => ({
    async 'A product of the site’s own'() {
      const custom = { id: 'rehearsal', taxType: 'DIGITALPRODUCT', legalText: 'None.' } as const;
      const product = { accessRights: right, title: 'Rehearsal', price: 1, currency: 'EUR', custom };
      const [item = { quantity: 1 }] = checkProduct(product, 'product', 'full').sold?.items ?? [];
      const { refused } = await settle(prepare(item), 'invalid-parameters', 'not-for-sale');
      return refused === undefined ? 'It is taken as plenigo’s API description has it.' : `Refused (${refused}).`;
    },
    async 'A right that is given'() {
      await client.grantAccess(first(), right, { lifeTimeEnd });
      return `It opens pages ${await waitFor(true, () => client.hasAccess(first(), right))}.`;
    },
    async 'The same right again'() {
      const { isNew } = await client.grantAccess(first(), right);
      return `${isNew ? 'There are two' : 'Answered 208'}; its end is ${(await hasEnd(right)) ? 'kept' : 'taken away'}.`;
    },
    async 'A right that is changed'() {
      await client.changeAccess(first(), right, { lifeTimeEnd, blocked: true });
      await waitFor(false, () => client.hasAccess(first(), right));
      await ask('PUT', `/accessRights/${first()}/${right}`, { blocked: false });
      const fate = (await hasEnd(right)) ? 'kept' : 'forgotten, so all is sent back';
      return `A blocked one opens nothing; what a change does not name is ${fate}.`;
    },
    async 'A right that is taken'() {
      const isDone = await client.removeAccess(first(), right);
      const when = await waitFor(false, () => client.hasAccess(first(), right));
      return `${isDone ? 'Done' : 'Promised'}; pages are shut ${when}.`;
    },
    // The last one, because nobody knows what else plenigo refuses to such a customer.
    async 'A blocked customer'() {
      await client.grantAccess(first(), right);
      await waitFor(true, () => client.hasAccess(first(), right));
      await update(first(), { processingBlocked: true });
      const { json } = await askAccess(right);
      const state = (await client.hasAccess(first(), right)) ? 'open' : 'shut';
      return `customerBlocked is ${json.customerBlocked}, accessGranted ${json.accessGranted}; pages are ${state}.`;
    },
  });

  return { ...always, ...(offer !== undefined && offered(offer)), ...(product !== undefined && opened(product)) };
}

/** Makes what asks by hand, says how plenigo answers, and follows no redirect with the token. */
function createAsk(apiUrl: string, apiToken: string): Ask {
  return async (method, path, body) => {
    const headers = { 'x-plenigo-token': apiToken, ...(body && { 'content-type': 'application/json' }) };
    const content = body && { body: JSON.stringify(body) };
    const outcome = await load(apiUrl + path, { method, headers, redirect: 'manual', ...content });
    if (!isAnswer(outcome)) throw new Refuted(`There is no answer: ${outcome.reason}.`);
    const json: unknown = parseJson(outcome.text);
    const number = readErrorNumber(json);
    return {
      json: Object(json),
      said: `status ${outcome.status}${number === undefined ? '' : `, errorCode ${number}`}`,
    };
  };
}
