/** The process that `secrecy.test.ts` searches: forces every failure, and prints all that a site could see of it. */
import nodeFetch from 'node-fetch';
import request from 'supertest';
import {
  createPaymentData,
  createPlenigo,
  type Fetch,
  type Logger,
  PlenigoClient,
  type PlenigoOptions,
} from '../../lib/index.js';
import { COMPANY_ID, SECRET } from '../support/calls.js';
import { faults } from './faults.js';
import { type Behaviour, RawServer, reply } from './raw-server.js';
import { EMAIL, NEW_EMAIL, PASSWORD_IN_STORE_URL, READER, TOKEN } from './secrets.js';
import { faultySite } from './site.js';
import { capturing, show, showError, showFailed, showRefused, showSite } from './telling.js';

/** Answers that repeat what must not be repeated. */
const echo = { error: `${EMAIL} ${READER} ${TOKEN}`, description: `${SECRET} ${EMAIL}`, customerId: 7 };
const echoes: Behaviour[] = [200, 302, 400, 401, 402, 403, 404, 409, 418, 423, 429, 500, 502, 503, 504].flatMap(
  (status) => [
    reply(status, echo),
    reply(status, `{"loginToken":"${TOKEN}","email":"${EMAIL}`),
    reply(status, `<h1>${EMAIL} ${TOKEN}</h1>`, { 'retry-after': EMAIL, location: `https://x.example/${EMAIL}` }),
  ],
);

/** A new reader whose address belongs to a customer. */
const conflict: Behaviour = (call) => {
  if (call.path.endsWith('/register')) reply(409, echo)(call);
  else reply(call.method === 'GET' ? 403 : 404, echo)(call);
};

const talkative = (message: string): Fetch => {
  return async (url, init) => {
    const inner = Object.assign(new Error(`${message} ${url} ${JSON.stringify(init.headers)}`), {
      code: `E_${EMAIL}`,
      request: { url, init },
    });
    throw Object.assign(new TypeError(`fetch failed for ${url} with ${init.body ?? EMAIL}`, { cause: inner }), { url });
  };
};

const storeFault = async () => {
  throw new Error(
    `redis://user:${PASSWORD_IN_STORE_URL}@store: cannot read plenigo:${COMPANY_ID}:${READER} of ${EMAIL}`,
  );
};

const plenigo = await RawServer.start();

/** All pages of one reader with these options, once with a logger and once without. */
async function visit(options: Partial<PlenigoOptions>): Promise<void> {
  const open = async (logger: Logger | undefined) => {
    const settings = { apiUrl: plenigo.url, timeout: 200, onError: showError, ...options, logger };
    const { app } = faultySite(settings);
    const article = () => request(app).get(`/article?reader=${READER}`);
    const others = ['/archive', '/open'].map((path) => request(app).get(`${path}?reader=${READER}`));
    await Promise.all([request(app).post(`/login?reader=${READER}`), article(), ...others]);
    // Plenigo fails at other readers, too, and opens the circuit.
    await Promise.all([1, 2, 3, 4, 5].map((number) => request(app).get(`/article?reader=${READER}${number}`)));
    await article();
  };
  await Promise.all([open(undefined), open(capturing)]);
}

for (const behave of [...faults.map((fault) => fault.behave), ...echoes, conflict]) {
  plenigo.behave = behave;
  await visit({ circuitBreaker: true });
}
await visit({ apiUrl: 'http://127.0.0.1:1' });
await visit({ fetch: talkative('socket hang up') });
plenigo.behave = (call) => (call.method === 'GET' ? reply(403) : reply(200, { loginToken: TOKEN }))(call);
await visit({ store: { get: storeFault, set: storeFault } });
await visit({
  freeFor: () => {
    throw new Error('a fault of the site');
  },
});
// The registration has less than half of the time, and says nothing.
plenigo.behave = (call) => {
  if (call.method === 'GET') reply(403)(call);
  else if (!call.path.endsWith('/register')) setTimeout(() => reply(404)(call), 120);
};
await visit({});
plenigo.behave = (call) => (call.method === 'GET' ? reply(403) : reply(200, { loginToken: TOKEN }))(call);
// Another address with every page, one page after the other: of changes that wait only the newest is told.
let changes = 0;
const user = () => {
  changes += 1;
  return { id: READER, email: `${changes}${EMAIL}` };
};
await visit({ user });
const { app: unstable } = faultySite({ apiUrl: plenigo.url, onError: showError, logger: capturing, user });
for (let page = 0; page < 20; page += 1) await request(unstable).get('/article');
await visit({
  onError: () => {
    throw new Error(`${EMAIL} in the handler of the site`);
  },
  fetch: talkative('again'),
});

const options = { companyId: COMPANY_ID, secret: SECRET, apiUrl: plenigo.url, logger: capturing, timeout: 200 };
const site = createPlenigo({ ...options, baseUrl: 'https://news.example' });
showSite(site);
show('client', new PlenigoClient(options));

await showRefused([
  () => site.client.registerUser({ email: `not an address: ${EMAIL}` }),
  () => site.client.registerUser({ email: EMAIL, language: EMAIL }),
  () => site.client.createLoginToken(READER as never),
  () => site.client.createLoginToken({ externalUserId: { id: READER } as never }),
  () => site.client.createLoginToken({ customerId: READER, externalUserId: EMAIL } as never),
  () => site.client.changeEmail({ externalUserId: READER }, `${NEW_EMAIL} `),
  () => site.client.importCustomerAccess({ externalUserId: READER }, [EMAIL, '', SECRET]),
  () => site.client.hasUserBought({ externalUserId: READER }, `${EMAIL}${EMAIL}`),
  () => site.changeEmail({ id: READER }),
  () => site.changeEmail({ id: '', email: EMAIL }),
  () => createPlenigo({ ...options, secret: [SECRET] as never }),
  () => createPlenigo({ ...options, Secret: SECRET } as never),
  () => createPlenigo({ ...options, apiUrl: `http://${SECRET}:${TOKEN}@plenigo.example/${EMAIL}` }),
  () => createPlenigo({ ...options, baseUrl: `https://${EMAIL}/` }),
  () => new PlenigoClient(SECRET as never),
  () => new PlenigoClient([SECRET] as never),
  () => new PlenigoClient({ ...options, timeout: SECRET as never }),
  () => new PlenigoClient({ ...options, language: SECRET }),
  () => new PlenigoClient({ ...options, testMode: SECRET as never }),
  () => createPaymentData({ id: EMAIL.repeat(2) }, {}, { secret: SECRET }),
  () => createPaymentData('A', { csrfToken: 7 as never, birthday: EMAIL }, { secret: SECRET }),
  () => createPaymentData('A', {}, { secret: '' }),
]);

/** Calls that plenigo refuses or botches, over every transport. */
const ref = { externalUserId: READER };
const answers = [...echoes, ...faults.filter(({ code }) => code !== 'timeout').map(({ behave }) => behave)];
const transports = [undefined, globalThis.fetch, nodeFetch, talkative('once more')];
for (const fetch of transports as (Fetch | undefined)[]) {
  const client = new PlenigoClient({ ...options, timeout: 2000, circuitBreaker: true, fetch });
  for (const behave of answers) {
    plenigo.behave = behave;
    await showFailed([
      client.registerUser({ email: EMAIL, externalUserId: READER, firstName: EMAIL }),
      client.createLoginToken(ref),
      client.changeEmail(ref, NEW_EMAIL),
      client.importCustomerAccess(ref, [EMAIL]),
      client.addExternalCustomerId('C1', READER),
      client.hasUserBought(ref, 'ARTICLE'),
    ]);
  }
  show('client', client);
  show('an object that holds it', { client });
}
await plenigo.stop();
