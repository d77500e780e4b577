// The contenders: each has the middlewares between session and page, what it puts into the page, and perhaps a router and
// what follows the login.
import { createHmac, randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import fetch from 'node-fetch';

const companyId = 'bench';
const secret = 'AMXzF7qJ9y0uuz2IawRIk6ZMLVeYKq9yXh7lURXQ';
const product = {
  id: 'ARTICLE-42',
  external: true,
  title: 'The harbour will be rebuilt',
  price: 0.99,
  currency: 'EUR',
  type: 'DIGITALPRODUCT',
};
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** HS256 as a site writes it by hand. */
function sign(claims) {
  const body = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

const makeClaims = () => ({ companyId, aud: 'plenigo', jti: randomUUID(), exp: Math.floor(Date.now() / 1000) + 300 });

/** The claims of the checkout string. */
const { id: pi, price: pr, currency: cu, type: pt, title: ti } = product;
const checkoutClaims = { pi, pr, cu, pt, ti, ts: false, aud: 'plenigo' };

const makeButton = (paymentData, loginToken) =>
  `<button onclick="plenigo.checkoutWithRemoteLogin({paymentData:/${paymentData}/.source,loginToken:/${loginToken}/.source,startWithRegistration:false})">Special offer for you</button>`;

/** What (b) and (c) have instead of what would have to be signed for each page: the same bytes without the work. */
const [plenigoToken, paymentData] = [sign(makeClaims()), sign(checkoutClaims)];
const constantButton = makeButton(paymentData, 'Zk1hb2J4Y2RlZmdoaWprbG1ub3A0Mg');

const script =
  '<script src="https://static.plenigo.com/static_resources/javascript/bench/plenigo_sdk.min.js" data-lang="en"></script>';

/** A page whose button is made anew for each reader. */
const withButton = (renderButton) => ({
  middlewares: [
    async (req, res, next) => {
      res.locals.buy = await renderButton(req.session.user);
      next();
    },
  ],
  page: (res) => ({ script, buy: res.locals.buy }),
});

/** Makes the function that calls plenigo on connections of this agent. */
function makeCall(apiUrl, agentOptions) {
  const agent = new (apiUrl.startsWith('https:') ? HttpsAgent : HttpAgent)(agentOptions);
  const common = { accept: 'application/json', 'accept-encoding': 'identity', 'content-type': 'application/json' };
  return async ({ method = 'POST', path, body, plenigoToken = sign(makeClaims()) }) => {
    const headers = { ...common, plenigoToken };
    const response = await fetch(`${apiUrl}/api/v2/${path}`, { method, agent, headers, body: JSON.stringify(body) });
    return response.json();
  };
}

/** As a PHP process, which forgets its TLS sessions, too, with every page. */
const forgetful = { keepAlive: false, maxCachedSessions: 0 };

const tokenPath = (id, isExternal) => `externalUser/${id}/createLoginToken?useExternalCustomerId=${isExternal}`;

/** (a) The plain way of plenigo's SDKs: register, then token, each on a connection of its own, for every page view. */
function plain({ apiUrl }) {
  const call = makeCall(apiUrl, forgetful);
  return withButton(async ({ id, email }) => {
    const body = { email, externalUserId: id, language: 'en', withPasswordReset: false, failByExistingEmail: false };
    const { customerId } = await call({ path: 'externalUser/register', body });
    const { loginToken } = await call({ path: tokenPath(customerId, false) });
    return makeButton(sign(checkoutClaims), loginToken);
  });
}

/** (a) The plain way to ask whether a product is bought, which is not, for every page view. */
function plainAccess({ apiUrl }) {
  const call = makeCall(apiUrl, forgetful);
  return withButton(async ({ id }) => {
    const query = `customerId=${id}&productId=${pi}&testMode=false&useExternalCustomerId=true`;
    await call({ method: 'GET', path: `user/product?${query}` });
    return constantButton;
  });
}

/** (b) The floor: the call of a page, on connections that stay open, and nothing else. */
function floor({ apiUrl }) {
  const call = makeCall(apiUrl, { keepAlive: true, scheduling: 'lifo' });
  return withButton(async ({ id }) => {
    const { loginToken } = await call({ path: tokenPath(id, true), plenigoToken });
    return makeButton(paymentData, loginToken);
  });
}

/** (c) The bare page. */
const bare = (buy) => () => ({ middlewares: [], page: () => ({ script, buy }) });
const bareClosed = bare('');

/** (d) This package: `settings` are those of the route, `options` those of `createPlenigo`. */
const ours =
  (settings, { products = product, usesUndici = false, ...options } = {}) =>
  ({ apiUrl, createPlenigo, undiciFetch }) => {
    const plenigo = createPlenigo({
      companyId,
      secret,
      apiUrl,
      user: (req) => req.session.user,
      baseUrl: 'https://news.example',
      ...(usesUndici && { fetch: undiciFetch() }),
      ...options,
    });
    return {
      router: plenigo.router(),
      afterLogin: plenigo.register(),
      middlewares: [plenigo.checkout(products, settings)],
      page: ({ locals: { plenigo } }) => {
        const { checkout, scriptTag } = plenigo;
        const buy = checkout ? `<button onclick="${checkout.snippet}">Special offer for you</button>` : '';
        return { script: scriptTag, buy };
      },
    };
  };

/** As a Redis nearby, which takes a millisecond for everything. */
function makeStore() {
  const kept = new Map();
  return {
    get: (key) => pause(1, kept.get(key)),
    set: (key, value) => pause(1, kept.set(key, value)),
    delete: (key) => pause(1, kept.delete(key)),
  };
}

const bought = { products: { ...product, id: 'BOUGHT' } };

/** Ten processes that take turns, as far as they share nothing but the store. */
const tenProcesses = (options) => (setting) => {
  let calls = 0;
  const count = (...request) => fetch(...request).finally(() => calls++);
  const all = Array.from({ length: 10 }, () => ours({}, { ...bought, ...options, fetch: count })(setting));
  const [{ afterLogin, page }] = all;
  const takeTurns = (...page) => all[turn++ % 10].middlewares[0](...page);
  return { afterLogin, page, middlewares: [takeTurns], countCalls: () => calls };
};

let turn = 0;

/** Another article with each page, as a reader turns them. */
const nextArticle = () => ({ ...product, id: `ARTICLE-${turn++ % 10}` });

/** A reader with each page who was never there before. */
const nextReader = () => ({ id: `reader-${turn++}`, email: `reader-${turn}@news.example` });

/** By the names that `contenders.ts` has, and one for the heap. */
export const contenders = {
  plain,
  floor,
  bare: bare(constantButton),
  bareClosed,
  bareAnonymous: bareClosed,
  page: ours({}),
  token: ours({ checkAccess: false }),
  pageUndici: ours({}, { usesUndici: true }),
  clickAccess: ours({ mode: 'click' }, { notBoughtTtl: 0 }),
  clickKnown: ours({ mode: 'click' }),
  subscription: ours({ mode: 'click', openedBy: ['BOUGHT'] }, { products: nextArticle }),
  plainAccess,
  click: ours({ mode: 'click', checkAccess: false }),
  bought: ours({}, bought),
  boughtOld: ours({}, { ...bought, boughtTtl: 1 }),
  // As if an hour had passed: nothing opens at once any more.
  boughtAway: ours({}, { products: 'ONCE', boughtTtl: 1, staleWhileRevalidate: 0 }),
  boughtStore: ours({}, { ...bought, store: makeStore() }),
  ten: tenProcesses(),
  tenStore: tenProcesses({ store: makeStore() }),
  anonymous: ours({}),
  // Half of the readers have bought it: for these the cache fills, and nothing in it grows old during the run.
  newReaders: ours({}, { products: 'HALF', user: nextReader, boughtTtl: 3_600_000 }),
};
