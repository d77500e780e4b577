/** The reader's own address, which API v3 must have for every purchase: whatever form a proxy gives it, and where there is none. */

import { createServer, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import express, { type Express } from 'express';
import request from 'supertest';
import { createPlenigo, type PlenigoOptions } from '../../lib/entries/v3.js';
import { useRecordingServer } from '../support/recording-server.js';
import { CLICK, createLog, readOffer, SITE, useServers } from './door.js';
import { SmallV3 } from './small-v3.js';

/** TypeScript would refuse an option that gives anything but a string, but a header or a setting may be missing. */
type WithIp = Omit<Partial<PlenigoOptions>, 'ip'> & { ip?: (req: express.Request) => unknown };

const HEADERS = { reader: 'ada', ...CLICK };

describe('a click of a reader, API v3,', () => {
  const recorder = useRecordingServer();
  const serve = useServers();
  let log: ReturnType<typeof createLog>;

  function makeApp(options: WithIp = {}): Express {
    log = createLog();
    const small = new SmallV3(recorder());
    small.owners.set('ada', '111');
    const plenigo = createPlenigo({ ...SITE, ...small.options, logger: log.logger, ...(options as object) });
    const app = express().use('/plenigo', plenigo.router());
    return app.get('/', plenigo.checkout({ offerId: 'O_1', accessRights: 'PLUS' }), (_req, res) => {
      res.send(res.locals.plenigo?.buyButton('Buy'));
    });
  }

  /** Clicks, and gives the answer with the addresses that plenigo was told. */
  async function click(app: Express, headers: Record<string, string> = {}) {
    const site = request(await serve(app));
    const { text: page } = await site.get('/').set({ ...HEADERS, ...headers });
    const asked = site.post('/plenigo/checkout').set({ ...HEADERS, ...headers });
    const { body } = await asked.send({ offer: readOffer(page) });
    return { answer: body, told: told() };
  }

  const told = () =>
    recorder().requests.flatMap(({ body }) => Object(body).customerIpAddress ?? []) as readonly unknown[];

  for (const [given, wanted] of [
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:4711', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['fe80::7%eth0', 'fe80::7'],
    ['[fe80::7%eth0]:4711', 'fe80::7'],
  ] as const) {
    it(`whom a proxy calls ${given} buys with ${wanted}`, async () => {
      const app = makeApp().set('trust proxy', true);
      const { answer, told } = await click(app, { 'x-forwarded-for': given });
      expect([told, answer.status]).to.deep.equal([[wanted], 'ready']);
    });

    it(`whom the option ip calls ${given} buys with ${wanted}, whatever the socket says`, async () => {
      const { answer, told } = await click(makeApp({ ip: (req) => req.get('x-real-ip') }), { 'x-real-ip': given });
      expect([told, answer.status]).to.deep.equal([[wanted], 'ready']);
    });
  }

  /** The log names the setting once, plenigo is told no address, and the reader of no mistake of theirs. */
  function expectSitesFault(setting: RegExp, answers: { status?: unknown; text?: unknown }[]): void {
    expect(told()).to.deep.equal([]);
    expect(log.lines.filter((line) => setting.test(line))).to.have.length(1);
    for (const { status, text } of answers) {
      expect(status).to.not.be.oneOf(['ready', 'anonymous', 'bought', 'offer-invalid', 'cross-origin']);
      expect(text)
        .to.be.a('string')
        .and.not.match(/log in|address/i);
    }
  }

  it('without any address, as behind a Unix socket, is a fault of the site that its log names once', async () => {
    const server = createServer(makeApp());
    const socketPath = join(tmpdir(), `door-${process.pid}.sock`);
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    const ask = (method: string, path: string, body = '') =>
      new Promise<string>((resolve, reject) => {
        const asking = send({ socketPath, method, path, headers: HEADERS }, (got) => resolve(text(got)));
        asking.on('error', reject).end(body);
      });
    const offer = readOffer(await ask('GET', '/'));
    const clickOnce = async () => JSON.parse(await ask('POST', '/plenigo/checkout', JSON.stringify({ offer })));
    const answers = [await clickOnce(), await clickOnce()];
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expectSitesFault(/trust proxy.*\bip\b|\bip\b.*trust proxy/, answers);
  });

  for (const given of [undefined, '', 'unknown', '203.0.113.7, 198.51.100.2', '203.0.113.7\nx: 1', ['203.0.113.7']]) {
    it(`whose site’s option ip gives ${JSON.stringify(given)} buys with no address that is none`, async () => {
      const app = makeApp({ ip: () => given });
      expectSitesFault(/\bip\b/, [(await click(app)).answer, (await click(app)).answer]);
    });
  }
});
