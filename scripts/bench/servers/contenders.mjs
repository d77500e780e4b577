// What stands between the session and the page, for each contender: the middlewares that put `{ script, buy }` into `res.locals.page`.
import { createHmac, randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import fetch from 'node-fetch';
import { createPlenigo } from '../../../dist/esm/index.js';
import { createHttpFetch } from './http-fetch.mjs';

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
const script = '<script src="https://static.plenigo.com/sdk.js" data-lang="en"></script>';

const pageOf = (res, buy) => {
  res.locals.page = { script, buy };
};

/** (c) The bare page. */
const bare = () => [
  (_req, res, next) => {
    pageOf(res, '<button>Special offer for you</button>');
    next();
  },
];

const agentFor = (apiUrl, options) => new (apiUrl.startsWith('https:') ? HttpsAgent : HttpAgent)(options);

/** (b) The floor: one POST on a connection that stays open, and nothing else. */
const floor = ({ apiUrl }) => {
  const agent = agentFor(apiUrl, { keepAlive: true, scheduling: 'lifo' });
  return [
    async (req, res, next) => {
      const url = `${apiUrl}/api/v2/externalUser/${req.session.user.id}/createLoginToken?useExternalCustomerId=true`;
      const response = await fetch(url, { method: 'POST', agent });
      const { loginToken } = await response.json();
      pageOf(res, `<button data-token="${loginToken}">Special offer for you</button>`);
      next();
    },
  ];
};

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** HS256 as a site writes it by hand. */
function sign(claims) {
  const body = `${base64url({ alg: 'HS256' })}.${base64url(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

/** (a) The plain way of plenigo's SDKs: register, then token, each on a connection of its own, for every page view. */
const plain = ({ apiUrl }) => {
  // Without a cache of TLS sessions: a PHP process forgets them with every page.
  const agent = agentFor(apiUrl, { keepAlive: false, maxCachedSessions: 0 });
  const post = async (path, body) => {
    const exp = Math.floor(Date.now() / 1000) + 300;
    const plenigoToken = sign({ companyId, aud: 'plenigo', jti: randomUUID(), exp });
    const response = await fetch(`${apiUrl}/api/v2/externalUser/${path}`, {
      method: 'POST',
      agent,
      headers: { plenigoToken, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.json();
  };
  return [
    async (req, res, next) => {
      const { id, email } = req.session.user;
      const user = { email, externalUserId: id, language: 'en', withPasswordReset: false };
      const { customerId } = await post('register', { ...user, failByExistingEmail: false });
      const { loginToken } = await post(`${customerId}/createLoginToken?useExternalCustomerId=false`);
      const { id: pi, price: pr, currency: cu, type: pt, title: ti } = product;
      const paymentData = sign({ aud: 'plenigo', pi, pr, cu, pt, ti, ts: false });
      const call = `plenigo.checkoutWithRemoteLogin({paymentData:'${paymentData}',loginToken:'${loginToken}'})`;
      pageOf(res, `<button onclick="${call}">Special offer for you</button>`);
      next();
    },
  ];
};

/** (d) This package; `settings` are those of the route. */
const ours =
  (settings, { id = product.id, fetchFor } = {}) =>
  ({ apiUrl, userOf }) => {
    const plenigo = createPlenigo({
      companyId,
      secret,
      apiUrl,
      user: userOf,
      baseUrl: 'https://news.example',
      fetch: fetchFor?.(apiUrl),
    });
    const show = (_req, res, next) => {
      const { checkout, scriptTag } = res.locals.plenigo;
      const buy = checkout ? `<button onclick="${checkout.snippet}">Special offer for you</button>` : '';
      res.locals.page = { script: scriptTag, buy };
      next();
    };
    return Object.assign([plenigo.checkout({ ...product, id }, settings), show], {
      afterLogin: [plenigo.register()],
    });
  };

/** By the names that the bench uses. */
export const contenders = {
  bare,
  floor,
  plain,
  token: ours({ checkAccess: false }),
  'token-http': ours({ checkAccess: false }, { fetchFor: createHttpFetch }),
  page: ours({}),
  click: ours({ mode: 'click', checkAccess: false }),
  'click-access': ours({ mode: 'click' }),
  bought: ours({}, { id: 'BOUGHT' }),
};
