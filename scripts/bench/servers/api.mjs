// A plenigo that costs next to nothing: fixed answers over HTTP and over TLS, so that what is measured is the site.
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { listen, serve } from '../../serve.mjs';

const [keyFile, certFile] = process.argv.slice(2);

const json = (value) => {
  const body = Buffer.from(JSON.stringify(value));
  return { body, headers: { 'content-type': 'application/json', 'content-length': body.length } };
};
const registered = json({ customerId: 'C7yQ2pXb4N' });
const token = json({ loginToken: 'Zk1hb2J4Y2RlZmdoaWprbG1ub3A0Mg' });
const yes = json({ accessGranted: true, userProducts: [{ productId: 'BOUGHT' }, { productId: 'HALF' }] });
const no = json({ error: 'not bought' });

/** `BOUGHT` is bought by everyone, `HALF` by readers with an even number, anything else by nobody. */
function hasBought(url) {
  if (/productId=\S*BOUGHT/.test(url)) return true;
  return url.includes('productId=HALF') && Number(/customerId=reader-(\d+)/.exec(url)?.[1]) % 2 === 0;
}

function answer(req, res) {
  const send = (status, { headers, body }) => {
    res.writeHead(status, headers);
    res.end(body);
  };
  if (req.method === 'GET') {
    const bought = hasBought(req.url);
    send(bought ? 200 : 403, bought ? yes : no);
    return;
  }
  req.resume();
  req.on('end', () => send(200, req.url.endsWith('/register') ? registered : token));
}

const servers = [
  createHttpServer(answer),
  createHttpsServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) }, answer),
];
// Connections are kept while other contenders have their turn.
for (const server of servers) server.keepAliveTimeout = 600_000;
const [http, https] = await Promise.all(servers.map(listen));
serve({ http, https });
