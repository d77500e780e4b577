// What compiles and what does not: options, products, settings, calls, errors.
import {
  createPaymentData,
  createPlenigo,
  type Fetch,
  type Logger,
  type LoginToken,
  PlenigoClient,
  type PlenigoError,
  type PlenigoOptions,
  type Product,
  renderCheckoutSnippet,
} from 'express-plenigo';
import { startSandbox, type V2CallName } from 'express-plenigo/sandbox';
import { type Equal, type IsAny, type Not, proof } from './proof.js';

const credentials = { companyId: 'company', secret: 'secret' };

// Every option, and the values that sites bring along.
const logger: Logger = console;
const everything: Required<PlenigoOptions> = {
  ...credentials,
  environment: 'stage',
  apiUrl: 'https://api.example',
  sdkUrl: 'https://static.example',
  sdk: 'always',
  testMode: true,
  language: 'de',
  texts: { de: { buyLabel: 'Kaufen' }, fr: { login: 'Connectez-vous.' } },
  timeout: 1500,
  fetch,
  logger,
  circuitBreaker: false,
  baseUrl: 'https://news.example',
  allowedOrigins: ['https://shop.example'],
  appOrigins: ['https://app.example'],
  user: async (_req, res) => res.locals.reader ?? { id: '7', email: 'reader@site.example' },
  store: { get: async (key) => key, set: async (_key, value) => value },
  trustEmails: false,
  requireVerifiedEmail: true,
  accountUrl: '/account',
  loginUrl: async (req) => `/login?from=${encodeURIComponent(req.originalUrl)}`,
  paywallSwitch: true,
  prices: true,
  freeFor: (req) => req.ip === '127.0.0.1',
  onError(error, req) {
    proof<Equal<typeof error, PlenigoError>>(true);
    proof<Not<IsAny<typeof req>>>(true);
  },
  mode: 'click',
  boughtTtl: 0,
  staleWhileRevalidate: 0,
  staleIfError: 0,
  notBoughtTtl: 0,
  routerPath: '/shop/plenigo',
  nonce: (_req, res) => String(res.locals.nonce),
};
const plenigo = createPlenigo(everything);

// A site reads its options from wherever it likes: undefined is absent.
createPlenigo({ ...credentials, environment: undefined, timeout: undefined, user: undefined });
// @ts-expect-error: no secret
createPlenigo({ companyId: 'company' });
// @ts-expect-error: no options
createPlenigo();
// @ts-expect-error: a slip of the pen
createPlenigo({ ...credentials, enviroment: 'live' });
// @ts-expect-error: there is no such environment
createPlenigo({ ...credentials, environment: 'production' });
// @ts-expect-error: a time-out is a number of milliseconds
createPlenigo({ ...credentials, timeout: '2s' });
// @ts-expect-error: not a fetch
createPlenigo({ ...credentials, fetch: (url: string) => url });
// @ts-expect-error: a Map answers at once
createPlenigo({ ...credentials, store: new Map<string, object>() });
createPlenigo({ ...credentials, loginUrl: { path: '/login', param: 'next' }, user: () => ({ id: '7', email: null }) });
// @ts-expect-error: not an address
createPlenigo({ ...credentials, loginUrl: true });
// @ts-expect-error: the middlewares' options are not the client's
new PlenigoClient({ ...credentials, baseUrl: 'https://news.example' });
// @ts-expect-error: the options are the middleware maker's, not a middleware's
createPlenigo({ ...credentials }, 'ARTICLE-1');

// Products and settings.
const product: Product = {
  id: 'EVENT-1',
  external: true,
  title: 'Talk',
  price: 9,
  currency: 'EUR',
  type: 'DIGITALPRODUCT',
};
plenigo.checkout(product, { csrfToken: 'token', birthday: new Date(0), mode: 'page', checkAccess: false });
plenigo.checkout(async (req) => (req.query.free === undefined ? 'ARTICLE-1' : undefined));
plenigo.checkout('ARTICLE-1', (req) => ({ targetUrl: `https://news.example${req.path}` }));
plenigo.checkout(['PLUS-MONTH', product] as const, { openedBy: ['PLUS'], metered: true });
plenigo.checkout(() => ['PLUS-MONTH', product], { freeFor: async (req) => req.query.gift !== undefined });
plenigo.requireAccess(['PLUS-MONTH', 'PLUS-YEAR'], { openedBy: ['ARCHIVE'] });
plenigo.requireAccess(() => undefined, { notBought: [plenigo.checkout('ARCHIVE'), (_req, res) => res.end()] });
plenigo.account('ORDER', { elementId: 'a', loggedOutRedirectUrl: 'https://news.example/login' });
plenigo.account([{ snippet: 'ORDER', elementId: 'a' }] as const, {
  loggedOutRedirectUrl: 'https://news.example/login',
});
// @ts-expect-error: there is no such snippet
plenigo.account('ORDERS', { elementId: 'a', loggedOutRedirectUrl: 'https://news.example/login' });
// @ts-expect-error: a list of ids
plenigo.checkout('ARTICLE-1', { openedBy: 'PLUS' });
plenigo.requireAccess('ARCHIVE', { failOpen: true, notBought: (_req, res) => res.render('buy') });
// @ts-expect-error: there is no such type of product
plenigo.checkout({ id: 'BOOK-1', type: 'PAPERBACK' });
// @ts-expect-error: a price is a number
plenigo.checkout({ id: 'BOOK-1', price: '9.99' });
// @ts-expect-error: a slip of the pen
plenigo.checkout('ARTICLE-1', { targetURL: 'https://news.example' });
// @ts-expect-error: there is no such mode
plenigo.checkout('ARTICLE-1', { mode: 'push' });
// @ts-expect-error: something has to be sold
plenigo.checkout();
// @ts-expect-error: nothing was asked for
plenigo.requireAccess();
// @ts-expect-error: yes or no
plenigo.requireAccess('ARCHIVE', { failOpen: 'always' });

// The calls.
export async function calls(client: PlenigoClient): Promise<void> {
  const id = await client.registerUser({ email: 'reader@site.example', failByExistingEmail: true });
  proof<Equal<typeof id, string>>(true);
  const token = await client.createLoginToken({ customerId: id });
  proof<Equal<typeof token, LoginToken>>(true);
  const bought = await client.hasUserBought({ externalUserId: '7' }, 'ARTICLE-1');
  proof<Equal<typeof bought, boolean>>(true);
  await client.importCustomerAccess({ externalUserId: '7' }, ['one', 'two'] as const);
  // @ts-expect-error: a customer has a name
  await client.createLoginToken({});
  // @ts-expect-error: and only one
  await client.createLoginToken({ customerId: 'a', externalUserId: 'b' });
  // @ts-expect-error: a customer is named by an object, so that nobody mistakes one id for the other
  await client.createLoginToken('7');
  // @ts-expect-error: plenigo needs the address
  await client.registerUser({ externalUserId: '7' });
}
calls(plenigo.client);

// The pure functions.
proof<Equal<ReturnType<typeof createPaymentData>, string>>(true);
createPaymentData('ARTICLE-1', {}, { secret: 'secret', testMode: true });
// @ts-expect-error: nothing to sign with
createPaymentData('ARTICLE-1', {}, {});
renderCheckoutSnippet({ paymentData: 'a.b.c', loginToken: 'token' });
// @ts-expect-error: nothing to pay for
renderCheckoutSnippet({ loginToken: 'token' });

// The sandbox.
export async function sandboxed(): Promise<void> {
  const sandbox = await startSandbox({ companyId: 'company', now: () => 0 });
  createPlenigo({ ...sandbox.options, baseUrl: 'http://127.0.0.1:3000' });
  sandbox.buy({ externalUserId: '7' }, 'ARTICLE-1');
  const call: V2CallName = 'hasUserBought';
  sandbox.inject({ call, status: 503, times: 2 });
  // @ts-expect-error: there is no such call
  sandbox.inject({ call: 'hasBought' });
  // @ts-expect-error: a customer has a name
  sandbox.buy({}, 'ARTICLE-1');
}

const ownFetch: Fetch = fetch;
createPlenigo({ ...credentials, fetch: ownFetch });
