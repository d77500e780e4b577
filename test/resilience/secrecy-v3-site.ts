/** The same of API v3: forces its failures, and prints all that a site could see of them. */
import express from 'express';
import request from 'supertest';
import { createPlenigo, PlenigoClient, type PlenigoOptions, verifyCallback } from '../../lib/entries/v3.js';
import { SECRET } from '../support/calls.js';
import { OWN_PAGE } from '../support/reader.js';
import { faults } from './faults.js';
import { type Behaviour, RawServer, reply } from './raw-server.js';
import { EMAIL, NEW_EMAIL, READER, TOKEN } from './secrets.js';
import { capturing, show, showError, showFailed, showRefused, showSite } from './telling.js';

const plenigo = await RawServer.start();
const options = {
  companyId: 'company',
  apiToken: SECRET,
  apiUrl: `${plenigo.url}/api/v3.0`,
  logger: capturing,
  timeout: 200,
};
const siteOptions = { ...options, callbackSecret: SECRET };

/** All doors, once with a logger and once without. */
async function visit(more: Partial<PlenigoOptions> = {}): Promise<void> {
  for (const logger of [undefined, capturing]) {
    const site = createPlenigo({
      ...siteOptions,
      baseUrl: 'https://news.example',
      user: () => ({ id: READER, email: EMAIL, emailVerified: true }),
      onError: showError,
      ...more,
      logger,
    });
    const app = express().set('env', 'test');
    app.post(
      '/callback',
      site.callbacks(() => Promise.reject(new Error(EMAIL))),
    );
    app.use('/plenigo', site.router());
    app.post('/login', site.register(), (_req, res) => res.end());
    const product = { offerId: 'O_ARTICLE', accessRights: 'ARTICLE' };
    app.get('/article', site.checkout(product), (_req, res) => res.send(res.locals.plenigo?.buyButton('Buy')));
    app.get('/open', site.requireAccess('ARTICLE', { failOpen: true }), (_req, res) => res.end());
    app.get('/account', site.account('ORDER', { elementId: 'a' }), (_req, res) => res.end());
    await request(app).post('/login');
    const { text } = await request(app).get('/article');
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(text)?.[1];
    for (const path of ['/open', '/account']) await request(app).get(path);
    for (const [path, body] of Object.entries({ checkout: { offer }, account: { count: 1, endOthers: false } })) {
      const { status } = (await request(app).post(`/plenigo/${path}`).set(OWN_PAGE).send(body)).body;
      show('answer', { status });
    }
    await request(app).post('/callback').set('plenigo-signature', `t=1,s=${SECRET}`).send(EMAIL);
  }
}

/** Answers that repeat what must not be repeated, with every number that has a meaning. */
const echo = { errorMessage: `${EMAIL} ${TOKEN}`, validationErrors: [{ field: EMAIL, error: TOKEN, value: EMAIL }] };
const numbers = [
  20007, 20023, 20027, 20404, 20001, 20028, 90039, 90044, 90003, 90010, 20016, 20026, 35001, 35002, 90034, 99429, 99500,
  99502, 99018, 99504,
];
const echoes: Behaviour[] = [
  ...numbers.map((errorCode) => reply(400, { ...echo, errorCode })),
  ...[400, 401, 402, 403, 404, 408, 418, 500].map((status) => reply(status, echo)),
  reply(200, { items: [{ customerId: '1', email: EMAIL, externalSystemId: 'another' }], customerId: '1' }),
];

for (const behave of [...faults.map((fault) => fault.behave), ...echoes]) {
  plenigo.behave = behave;
  await visit();
}
/** A customer whose sessions are all taken. */
plenigo.behave = ({ path, socket, ...rest }) => {
  const answer = path.includes('/sessions/') ? { removalToken: TOKEN } : { customerId: '1', purchaseId: TOKEN };
  reply(200, answer)({ path, socket, ...rest });
};
await visit();

const site = createPlenigo(siteOptions);
showSite(site);
show('client', new PlenigoClient(options));

await showRefused([
  () => site.client.createCustomer({ email: `not an address: ${EMAIL}` }),
  () => site.client.createCustomer({ email: EMAIL, customerId: READER }),
  () => site.client.findCustomer({ email: EMAIL, externalSystemId: READER } as never),
  () => site.client.hasAccess(READER, 'PLUS'),
  () => site.client.hasAccess('1', EMAIL),
  () => site.client.changeEmail('1', `${NEW_EMAIL} `),
  () => site.client.preparePurchase({ customerId: '1', customerIpAddress: EMAIL, items: [] }),
  () => site.client.createSession(READER),
  () => verifyCallback(EMAIL, TOKEN, [SECRET, '']),
  () => createPlenigo({ ...options, apiToken: `${SECRET}\n` }),
  () => createPlenigo({ ...options, secret: SECRET } as never),
  () => createPlenigo({ ...options, callbackSecret: [SECRET, 7] as never }),
]);

const client = new PlenigoClient({ ...options, timeout: 2000 });
for (const behave of echoes) {
  plenigo.behave = behave;
  await showFailed([
    client.createCustomer({ email: EMAIL, externalSystemId: READER }),
    client.changeEmail('1', NEW_EMAIL),
    client.linkCustomer('1', READER),
    client.preparePurchase({ customerId: '1', customerIpAddress: '::1', items: [{ quantity: 1 }] }),
    client.createTransferToken(TOKEN),
    client.buyWithVoucher('VOUCHER', { customerId: '1', customerIpAddress: '::1' }),
  ]);
}
await plenigo.stop();
