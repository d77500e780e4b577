/** What API v2 has to do for this package. */

import { PlenigoClient } from '../../v2/client.js';
import type { Service } from '../doctor/options.js';
import { patient } from '../doctor/probe.js';
import { demand, type Props, type Steps, settle, waitFor } from './step.js';

export function planV2({ options }: Extract<Service, { api: 'v2' }>, { product, run, customerIds }: Props): Steps {
  const client = new PlenigoClient({ ...patient, ...options });
  const [ada, bob, carl] = ['a', 'b', 'c'].map((who) => `rehearsal-${run}-${who}@example.com`) as [
    string,
    string,
    string,
  ];
  const [adasId, bobsId] = [`rehearsal-${run}-a`, `rehearsal-${run}/b`];
  const owner = { externalUserId: adasId };
  const register = (email: string, externalUserId?: string) =>
    client.registerUser({ email, externalUserId, firstName: 'Rehearsal', lastName: run });

  const always: Steps = {
    async 'New customers'() {
      const { refused } = await settle(client.createLoginToken(owner), 'customer-not-found');
      demand(refused !== undefined, 'plenigo knows a user id that was made up.');
      customerIds.push(await register(ada, adasId));
      customerIds.push(await register(bob));
      return 'They are made, where plenigo knew nobody.';
    },
    async 'A known address'() {
      const { refused } = await settle(register(ada, `${adasId}-2`), 'email-exists');
      demand(refused !== undefined, 'plenigo answers with a customer, whoever it is.');
      return `Refused (${refused}).`;
    },
    async 'A known user id'() {
      const { value, refused } = await settle(register(carl, adasId), 'external-id-conflict', 'email-exists');
      demand(value === undefined || !customerIds.includes(value), 'plenigo answers with whoever has it.');
      if (value !== undefined) customerIds.push(value);
      return refused === undefined ? `Two customers have it now: ${value} is the other one.` : `Refused (${refused}).`;
    },
    async 'A user id for a known customer'() {
      await client.addExternalCustomerId(customerIds[1] ?? '', bobsId);
      await client.createLoginToken({ externalUserId: bobsId });
      const { refused } = await settle(
        client.addExternalCustomerId(customerIds[1] ?? '', `${bobsId}-2`),
        'external-id-conflict',
      );
      return `It is linked, slash and all; a second one is ${refused === undefined ? 'taken' : `refused (${refused})`}.`;
    },
    async 'A login token'() {
      const [one, other] = [await client.createLoginToken(owner), await client.createLoginToken(owner)];
      return `Two in a row are ${one.token === other.token ? 'the same' : 'different'}.`;
    },
    async 'A new address'() {
      await client.changeEmail({ externalUserId: bobsId }, `rehearsal-${run}-d@example.com`);
      const { refused } = await settle(client.changeEmail({ externalUserId: bobsId }, ada), 'email-exists');
      demand(refused !== undefined, 'plenigo takes the address of somebody else.');
      return `It is taken; somebody else’s is refused (${refused}).`;
    },
    async 'A product that nobody has'() {
      demand(!(await client.hasUserBought(owner, 'rehearsal-0')), 'plenigo says that it is bought.');
      const { subscriptions, singleProducts } = await client.productsBought(owner);
      demand(subscriptions.length + singleProducts.length === 0, 'plenigo lists products.');
      return 'It is not bought, and nothing is listed.';
    },
    async 'The paywall’s switch'() {
      return `It is ${(await client.isPaywallEnabled()) ? 'on' : 'off'}.`;
    },
  };
  if (product === undefined) return always;
  const hasProduct = () => client.hasUserBought(owner, product);
  return {
    ...always,
    async 'A product that is given'() {
      await client.grantAccess(owner, product);
      return `It opens pages ${await waitFor(true, hasProduct)}.`;
    },
    async 'A product that is taken'() {
      await client.removeAccess(owner, product);
      return `Pages are shut ${await waitFor(false, hasProduct)}.`;
    },
  };
}
