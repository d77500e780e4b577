// What compiles and what does not with API v3: options, products, gates, calls, callbacks.
import { PlenigoError } from 'express-plenigo';
import { startSandbox } from 'express-plenigo/sandbox';
import {
  type AccessRights,
  type CallbackEvent,
  type Customer,
  createPlenigo,
  PlenigoClient,
  PlenigoError as PlenigoErrorOfV3,
  type PlenigoOptions,
  type verifyCallback,
} from 'express-plenigo/v3';
import { type Equal, proof } from './proof.js';

const credentials = { companyId: 'company', apiToken: 'token' };
const options: PlenigoOptions = { ...credentials, userIds: 'customerId', callbackSecret: ['a', 'b'], mode: 'click' };
const plenigo = createPlenigo(options);
const plus = { offerId: 'O_PLUS', accessRights: ['PLUS', 'ARCHIVE'], price: 9.9, currency: 'EUR' };

// @ts-expect-error: API v3 has no company secret
createPlenigo({ ...credentials, secret: 'secret' });
// @ts-expect-error: nor another mode
createPlenigo({ ...credentials, mode: 'page' });
// @ts-expect-error: nor a word about the paywall
createPlenigo({ ...credentials, paywallSwitch: true });

plenigo.checkout(plus, { affiliateId: 'letter', openedBy: ['PLUS'] });
plenigo.checkout(async (req) => (req.params.slug === undefined ? undefined : [plus]));
// @ts-expect-error: a text is an access right, which nobody can buy
plenigo.checkout('PLUS');
// @ts-expect-error: no metered pages
plenigo.checkout(plus, { metered: true });
// @ts-expect-error: what does the offer open?
plenigo.checkout({ offerId: 'O_PLUS' });
plenigo.requireAccess('PLUS', { failOpen: true });
plenigo.requireAccess(['PLUS', plus]);
plenigo.checkout({
  accessRights: 'article-1',
  title: 'One article',
  price: 1.49,
  currency: 'EUR',
  custom: { id: 'article-1', taxType: 'DIGITALNEWSPAPER', legalText: 'No return.' },
});

plenigo.callbacks();
plenigo.callbacks(async (event, req) => {
  proof<Equal<typeof event, CallbackEvent>>(true);
  console.log(event.entity?.email, req.ip);
});
proof<Equal<ReturnType<typeof verifyCallback>, boolean>>(true);

export async function calls(): Promise<void> {
  const client = new PlenigoClient(credentials);
  proof<Equal<Customer | undefined, Awaited<ReturnType<typeof client.findCustomer>>>>(true);
  const rights: AccessRights = await client.accessRights('1');
  console.log(await client.hasAccess('1', ['PLUS']), rights.items[0]?.lifeTimeEnd?.getTime());
  // @ts-expect-error: by one of them
  await client.findCustomer({});
  await client.createTransferToken(await client.createSession('1', { endOthers: false, os: 'Linux' }));
  // @ts-expect-error: it is said by true or false
  await client.createSession('1', { endOthers: 'yes' });
  // One class, whichever door it comes from.
  proof<Equal<PlenigoError, PlenigoErrorOfV3>>(true);
  console.log(PlenigoError === PlenigoErrorOfV3);
  const sandbox = await startSandbox();
  createPlenigo({ ...sandbox.v3.options, baseUrl: 'http://localhost:3000' });
}
