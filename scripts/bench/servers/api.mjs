// A plenigo that costs next to nothing: fixed answers over HTTP and over TLS, so that what is measured is the site.
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { listen, serve } from '../../serve.mjs';

/** An answer that is always the same, made once. */
function prepare(status, value) {
  const body = Buffer.from(JSON.stringify(value));
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  return (res) => res.writeHead(status, headers).end(body);
}

const sendCustomer = prepare(200, { customerId: 'C7yQ2pXb4N' });
const sendToken = prepare(200, { loginToken: 'Zk1hb2J4Y2RlZmdoaWprbG1ub3A0Mg' });
const sendYes = prepare(200, { accessGranted: true, userProducts: [{ productId: 'BOUGHT' }, { productId: 'HALF' }] });
const sendNo = prepare(403, { error: 'not bought' });

/** How often each reader has asked since the login for `ONCE`, which everyone has bought, too, but is soon never answered again. */
const questions = new Map();

/** From the fourth question on, because the answer to a first one may come too late while a site warms up. */
function hangs(url) {
  const [, reader] = /customerId=(\S+?)&productId=ONCE/.exec(url) ?? [];
  if (reader === undefined) return false;
  questions.set(reader, (questions.get(reader) ?? 0) + 1);
  return questions.get(reader) > 3;
}

/** `BOUGHT` is bought by everyone, `HALF` by readers with an even number, anything else by nobody. */
function hasBought(url) {
  if (/productId=(\S*BOUGHT|ONCE)/.test(url)) return true;
  return url.includes('productId=HALF') && Number(/customerId=reader-(\d+)/.exec(url)?.[1]) % 2 === 0;
}

function answer(req, res) {
  if (hangs(req.url)) return undefined;
  if (req.method === 'GET') return hasBought(req.url) ? sendYes(res) : sendNo(res);
  // The sites of the next generation have the same readers.
  questions.delete(/externalUser\/(.+)\/createLoginToken/.exec(req.url)?.[1]);
  req.resume();
  return req.on('end', () => (req.url.endsWith('/register') ? sendCustomer(res) : sendToken(res)));
}

const { key, cert } = process.env;
const servers = [createHttpServer(answer), createHttpsServer({ key, cert }, answer)];
// Connections are kept while other contenders have their turn.
for (const server of servers) server.keepAliveTimeout = 600_000;
const [http, https] = await Promise.all(servers.map(listen));
serve({ http: `http://127.0.0.1:${http}`, https: `https://127.0.0.1:${https}` });
