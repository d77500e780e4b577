/** A site's readers on sandboxes that read plenigo's documents each in another way: all is as usual, or it is said why not. */
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import request from 'supertest';
import type { Plenigo } from '../../lib/entries/v3.js';
import type { SandboxReading } from '../../lib/sandbox/index.js';
import { READINGS } from '../../lib/sandbox/v3/readings.js';
import { ada, as, BUYING, useWorld } from '../middleware/world.js';
import { callV3 } from '../sandbox/v3/support.js';
import { v3 } from '../support/apis.js';
import { gather } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { API_TOKEN, v3ClientFor } from '../support/v3.js';

/** What readers see, and what the desk is told. */
const usual = {
  'a new reader': 'ready',
  'a known address, not confirmed': 'is given to nobody',
  'a known address, confirmed': 'ready',
  'who that is then': 'Augusta King ada/3',
  'a new address': 'countess@news.example',
  'somebody else’s address': 'email-conflict',
  'after a callback': 'bought',
  'after a click': 'bought',
  'a right beside one that nobody has set up': 'bought',
  'an end that is taken back': ['hasAccess', 'hasAccess'],
  'a page of seven rights': 'ready',
  'a right given twice': 'had before, with its end',
  'a right taken': 'done, ready',
  'a blocked customer': 'ready',
  'told to onError': ['email-conflict'],
};

/** What is different, because nobody could do better there. */
const unusual: Partial<Record<SandboxReading, Partial<typeof usual>>> = {
  'access-late': { 'after a callback': 'ready' },
  'rights-limited': {
    'a page of seven rights': 'unavailable',
    'told to onError': [...usual['told to onError'], 'invalid-parameters'],
  },
  'grant-changes': { 'a right given twice': 'had before, without an end' },
  'removal-later': { 'a right taken': 'promised, ready' },
};

const PLUS = { title: 'Plus', price: 9.9, currency: 'EUR', subscription: 'month' } as const;
const seven = Array.from({ length: 7 }, (_each, index) => `PART-${index}`);
const products = Object.fromEntries(['PLUS', 'PRINT', ...seven].map((id) => [id, PLUS]));
const king = { email: 'king@news.example', firstName: 'Augusta', name: 'King' };

for (const reading of Object.keys(READINGS) as SandboxReading[]) {
  describe(`a site, where ${READINGS[reading]}`, () => {
    const world = useWorld(v3, { apiToken: API_TOKEN, products, otherwise: [reading] });

    /** A site that plenigo calls back. */
    async function start() {
      const plenigo = world.plenigo() as unknown as Plenigo;
      const show: RequestHandler = (_req, res) => void res.json(res.locals.plenigo?.status);
      const sell = (id: string, openedBy: string[] = []) =>
        plenigo.checkout({ offerId: `O_${id}`, accessRights: id }, { openedBy });
      const app = express();
      app.post('/callbacks', plenigo.callbacks());
      app.get('/login', plenigo.register(), show);
      app.get('/plus', sell('PLUS'), show);
      app.get('/beside', sell('PLUS', ['NOT-SET-UP']), show);
      app.get('/print', sell('PRINT'), show);
      app.get('/seven', sell('PART-0', seven.slice(1)), show);
      const server = await world.serve(app);
      const { port } = server.address() as AddressInfo;
      const read = async (user: object, path: string, cookie = '') =>
        (
          await request(server)
            .get(path)
            .set({ ...as(user), cookie })
        ).body;
      const logIn = async (user: object) => {
        await read(user, '/login');
        return read(user, '/plus');
      };
      return { plenigo, read, logIn, callbackUrl: `http://127.0.0.1:${port}/callbacks` };
    }

    it(reading in unusual ? 'works, and says what does not' : 'works as everywhere', async () => {
      const { sandbox } = world;
      const { plenigo, read, logIn, callbackUrl } = await start();
      const desk = v3ClientFor(sandbox.url);
      const seen: Record<string, unknown> = {};
      const reader = { ...ada, id: 'ada/1' };

      seen['a new reader'] = await logIn(reader);
      const customerId = sandbox.find({ externalUserId: reader.id })?.customerId ?? '';
      sandbox.addCustomer(king);
      sandbox.addCustomer({ email: `${king.email}.org` });
      await logIn({ id: 'ada/2', email: king.email });
      seen['a known address, not confirmed'] = sandbox.find(king)?.externalUserId ?? 'is given to nobody';
      seen['a known address, confirmed'] = await logIn({ id: 'ada/3', email: king.email, emailVerified: true });
      const { firstName, name, externalUserId } = sandbox.find(king) ?? {};
      seen['who that is then'] = `${firstName} ${name} ${externalUserId}`;
      await plenigo.changeEmail({ ...reader, email: 'countess@news.example' });
      seen['a new address'] = sandbox.find({ customerId })?.email;
      const refusal = await failure(plenigo.changeEmail({ ...reader, email: king.email }));
      seen['somebody else’s address'] = refusal.code;

      sandbox.v3.callbacks.url = callbackUrl;
      sandbox.buy({ customerId }, 'PLUS');
      await sandbox.v3.callbacks.settled();
      seen['after a callback'] = await read(reader, '/plus');
      sandbox.clock.advance(1000);
      seen['after a click'] = await read(reader, '/plus', BUYING);
      await plenigo.forget(reader);
      seen['a right beside one that nobody has set up'] = await read(reader, '/beside');
      const [{ subscriptionId = 0 } = {}] = await gather(desk.subscriptions({ customerId }));
      world.calls();
      for (const isUndone of [false, true]) {
        await (isUndone ? desk.undoCancellation(subscriptionId) : desk.cancelSubscription(subscriptionId, 'regular'));
        await sandbox.v3.callbacks.settled();
        await read(reader, '/plus');
      }
      seen['an end that is taken back'] = world.calls().filter((call) => call === 'hasAccess');

      seen['a page of seven rights'] = await read(reader, '/seven');
      await desk.grantAccess(customerId, 'PRINT', { lifeTimeEnd: new Date(sandbox.clock.now() + 86_400_000) });
      const { isNew, items } = await desk.grantAccess(customerId, 'PRINT');
      const end = items.find(({ accessRightUniqueId }) => accessRightUniqueId === 'PRINT')?.lifeTimeEnd;
      seen['a right given twice'] = `${isNew ? 'new' : 'had before'}, with${end ? ' its' : 'out an'} end`;
      const isDone = await desk.removeAccess(customerId, 'PRINT');
      seen['a right taken'] = `${isDone ? 'done' : 'promised'}, ${await read(reader, '/print')}`;
      const block = { method: 'PUT', path: `/customers/${customerId}`, body: { processingBlocked: true } };
      expect((await callV3(sandbox, block)).status).to.equal(200);
      seen['a blocked customer'] = await read(reader, '/plus', BUYING);
      seen['told to onError'] = world.errors.map(({ code }) => code);
      expect(seen).to.deep.equal({ ...usual, ...unusual[reading] });
    });
  });
}
