// Starts the Harbour Courier: against plenigo if the environment names a company, else against the sandbox.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Sandbox, startSandbox } from 'express-plenigo/sandbox';
import { createApp } from './app.js';
import type { Options, Service } from './plenigo.js';
import {
  sandboxMetering,
  sandboxOffers,
  sandboxProducts,
  sandboxTitles,
  sandboxVouchers,
  singleArticle,
} from './products.js';
import { UserStore } from './users.js';

const HOST = '127.0.0.1';
const DEMO = {
  email: 'reader@harbour.example',
  password: 'harbour-light',
  firstName: 'Robin',
  lastName: 'Reader',
};

/** Knows the paper from the time before its readers had accounts here. */
const OLD_CUSTOMER = 'old.friend@harbour.example';

/** plenigo's own service if both halves of its credentials are set, else a sandbox. The secret is never in the source. */
async function choosePlenigo(): Promise<{ options: Service; sandbox?: Sandbox }> {
  const { PLENIGO_API: api = 'v2', PLENIGO_COMPANY_ID: companyId, PLENIGO_ENVIRONMENT } = process.env;
  if (api !== 'v2' && api !== 'v3') throw new Error('PLENIGO_API is v2 or v3.');
  const name = api === 'v2' ? 'PLENIGO_SECRET' : 'PLENIGO_API_TOKEN';
  const secret = process.env[name];
  if (companyId && secret) {
    // createPlenigo says so if it is neither live nor stage; by default it is live.
    const environment = (PLENIGO_ENVIRONMENT || undefined) as Options['environment'];
    // An example takes nobody's money: purchases are test purchases, and are looked up as such. API v3 has none but on stage.
    if (api === 'v2') return { options: { companyId, secret, environment, testMode: true } };
    return { options: { companyId, apiToken: secret, environment: environment ?? 'stage' } };
  }
  if (companyId || secret) throw new Error(`Set both PLENIGO_COMPANY_ID and ${name}, or neither.`);
  const sandbox = await startSandbox({
    products: sandboxProducts,
    offers: sandboxOffers,
    titles: sandboxTitles,
    vouchers: sandboxVouchers,
    metering: sandboxMetering,
  });
  sandbox.buy(sandbox.addCustomer({ email: OLD_CUSTOMER }), singleArticle.product.id);
  return { options: api === 'v2' ? sandbox.options : sandbox.v3.options, sandbox };
}

async function listen(port: string) {
  const server = createServer().listen(Number(port), HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${port} is busy. Choose another one, or any that is free: PORT=0 npm start`);
  }
  return server;
}

async function main(): Promise<void> {
  const { options, sandbox } = await choosePlenigo();
  // Listening comes before the app: with PORT=0 only the socket knows the address that the app needs to know.
  const server = await listen(process.env.PORT || '3000');
  const address = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  const baseUrl = process.env.BASE_URL || address;
  const users = new UserStore();

  server.on(
    'request',
    createApp({
      plenigo: { ...options, baseUrl } as Options,
      // A random secret ends all sessions with the process, which suits readers who live in its memory.
      sessionSecret: process.env.SESSION_SECRET || randomBytes(32).toString('hex'),
      users,
      // A real site hands it to its mail server.
      sendMail: ({ to, subject, text }) => console.log(`\nMail to ${to}: ${subject}\n${text}\n`),
    }),
  );

  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    await Promise.all([closed, sandbox?.close()]);
  };
  // Once: a second Ctrl+C does not wait for the last reader.
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  console.log(`The Harbour Courier is at ${address}`);
  if (sandbox) {
    await users.add(DEMO);
    console.log(`Log in as ${DEMO.email} with the password ${DEMO.password}, or sign up.`);
    console.log(
      `Sign up as ${OLD_CUSTOMER}, who has bought at plenigo before, to see how a confirmed address brings that along.`,
    );
    console.log(`The codes ${Object.keys(sandboxVouchers).join(' and ')} can be redeemed once each.`);
    console.log(`Payments go to the sandbox at ${sandbox.url}: no money, no account at plenigo.`);
  } else {
    // No demo reader: each start would be a new reader with an address that plenigo knows already, a conflict.
    console.log('Sign up to read. Test purchases go to plenigo; readers are forgotten when the site stops.');
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  // Not only an exit code: a port that is open already would keep the process alive.
  process.exit(1);
});
