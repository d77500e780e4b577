// The contenders. Each has the middlewares between session and page, what it puts into the page, and perhaps what follows the login.
import { createHmac, randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import fetch from 'node-fetch';
import { createPlenigo } from '../../../dist/index.js';
import { undiciFetch } from '../../../dist/undici/index.js';

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
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** HS256 as a site writes it by hand. */
function sign(claims) {
  const body = `${base64url({ alg: 'HS256' })}.${base64url(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

const script =
  '<script src="https://static.plenigo.com/static_resources/javascript/bench/plenigo_sdk.min.js" data-lang="en"></script>';

/** What a middleware has put into the locals. */
const fromLocals = (res) => ({ script, buy: res.locals.buy });

const newClaims = () => ({
  companyId,
  aud: 'plenigo',
  jti: randomUUID(),
  exp: Math.floor(Date.now() / 1000) + 300,
});

/** The claims of the checkout string. */
const { id: pi, price: pr, currency: cu, type: pt, title: ti } = product;
const checkoutClaims = { pi, pr, cu, pt, ti, ts: false, aud: 'plenigo' };

const buttonFor = (paymentData, loginToken) =>
  `<button onclick="plenigo.checkoutWithRemoteLogin({paymentData:/${paymentData}/.source,loginToken:/${loginToken}/.source,startWithRegistration:false})">Special offer for you</button>`;

/** What (b) and (c) have instead of what would have to be signed for each page: the same bytes, without the work. */
const constants = { plenigoToken: sign(newClaims()), paymentData: sign(checkoutClaims) };

/** (c) The bare page. */
const bare = (buy) => () => ({ middlewares: [], page: () => ({ script, buy }) });

const agentFor = (apiUrl, options) => new (apiUrl.startsWith('https:') ? HttpsAgent : HttpAgent)(options);

/** (b) The floor: the calls of a page at the same time, on connections that stay open, and nothing else. */
const floor =
  ({ asksAccess }) =>
  ({ apiUrl }) => {
    const agent = agentFor(apiUrl, { keepAlive: true, scheduling: 'lifo' });
    const { plenigoToken, paymentData } = constants;
    const headers = { plenigoToken, accept: 'application/json', 'accept-encoding': 'identity' };
    const call = async (method, path) => (await fetch(`${apiUrl}/api/v2/${path}`, { method, agent, headers })).text();
    const middleware = async (req, res, next) => {
      const { id } = req.session.user;
      const [answer] = await Promise.all([
        call('POST', `externalUser/${id}/createLoginToken?useExternalCustomerId=true`),
        asksAccess && call('GET', accessPath(id)),
      ]);
      res.locals.buy = buttonFor(paymentData, JSON.parse(answer).loginToken);
      next();
    };
    return { middlewares: [middleware], page: fromLocals };
  };

/** Where plenigo says whether the product is bought. */
const accessPath = (id) => `user/product?customerId=${id}&productId=${pi}&testMode=false&useExternalCustomerId=true`;

/** (a) The plain way of plenigo's SDKs: register, then token, each on a connection of its own, for every page view. */
const plain = ({ apiUrl }) => {
  // Without a cache of TLS sessions: a PHP process forgets them with every page.
  const agent = agentFor(apiUrl, { keepAlive: false, maxCachedSessions: 0 });
  const post = async (path, body) => {
    const plenigoToken = sign(newClaims());
    const response = await fetch(`${apiUrl}/api/v2/externalUser/${path}`, {
      method: 'POST',
      agent,
      headers: { plenigoToken, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.json();
  };
  const middleware = async (req, res, next) => {
    const { id, email } = req.session.user;
    const user = { email, externalUserId: id, language: 'en', withPasswordReset: false };
    const { customerId } = await post('register', { ...user, failByExistingEmail: false });
    const { loginToken } = await post(`${customerId}/createLoginToken?useExternalCustomerId=false`);
    res.locals.buy = buttonFor(sign(checkoutClaims), loginToken);
    next();
  };
  return { middlewares: [middleware], page: fromLocals };
};

/** (a) The plain way to ask whether a product is bought, for every page view. */
const plainAccess = ({ apiUrl }) => {
  const agent = agentFor(apiUrl, { keepAlive: false, maxCachedSessions: 0 });
  const middleware = async (req, res, next) => {
    const headers = { plenigoToken: sign(newClaims()) };
    const response = await fetch(`${apiUrl}/api/v2/${accessPath(req.session.user.id)}`, { agent, headers });
    await response.text();
    res.locals.buy = response.ok ? '' : buttonFor(constants.paymentData, 'Zk1hb2J4Y2RlZmdoaWprbG1ub3A0Mg');
    next();
  };
  return { middlewares: [middleware], page: fromLocals };
};

let article = 0;

/** As a reader turns pages. */
function anotherArticle() {
  article = (article + 1) % 10;
  return { ...product, id: `ARTICLE-${article}` };
}

/** (d) This package; `settings` are those of the route. */
const ours =
  (settings, { id = product.id, fetch, notBoughtTtl, products } = {}) =>
  ({ apiUrl, userOf }) => {
    const plenigo = createPlenigo({
      companyId,
      secret,
      apiUrl,
      user: userOf,
      baseUrl: 'https://news.example',
      fetch: fetch?.(),
      notBoughtTtl,
    });
    return {
      afterLogin: plenigo.register(),
      middlewares: [plenigo.checkout(products ?? { ...product, id }, settings)],
      page: ({ locals: { plenigo } }) => {
        const { checkout, scriptTag } = plenigo;
        const buy = checkout ? `<button onclick="${checkout.snippet}">Special offer for you</button>` : '';
        return { script: scriptTag, buy };
      },
    };
  };

/** By the names that the bench uses. */
export const contenders = {
  bare: bare(buttonFor(constants.paymentData, 'Zk1hb2J4Y2RlZmdoaWprbG1ub3A0Mg')),
  'bare-closed': bare(''),
  floor: floor({ asksAccess: false }),
  'floor-access': floor({ asksAccess: true }),
  plain,
  token: ours({ checkAccess: false }),
  'token-undici': ours({ checkAccess: false }, { fetch: undiciFetch }),
  page: ours({}),
  'page-undici': ours({}, { fetch: undiciFetch }),
  click: ours({ mode: 'click', checkAccess: false }),
  'plain-access': plainAccess,
  'click-access': ours({ mode: 'click' }, { notBoughtTtl: 0 }),
  'click-known': ours({ mode: 'click' }),
  subscription: ours({ mode: 'click', openedBy: ['BOUGHT'] }, { products: anotherArticle }),
  bought: ours({}, { id: 'BOUGHT' }),
};
