/** What arrives as the body of a click, how much of it is read, and what other middleware has made of it before. */
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import { ARTICLE, type Newsstand, openNewsstand } from '../support/newsstand.js';
import { logIn, OWN_PAGE } from '../support/reader.js';
import { onBothExpresses } from './world.js';

/** A time limit of just this length passes when the test says so, so that no test waits for it. */
function holdTimeout(length: number) {
  const { timeout: real } = AbortSignal;
  const time = new AbortController();
  const reached = new Promise<void>((resolve) => {
    AbortSignal.timeout = (delay) => {
      if (delay !== length) return real.call(AbortSignal, delay);
      resolve();
      return time.signal;
    };
  });
  return { reached, fire: () => time.abort(), stop: () => Object.assign(AbortSignal, { timeout: real }) };
}

/** In bytes. */
const LIMIT = 32 * 1024;
const invalid = { status: 'offer-invalid', text: 'This page is out of date. Please reload it.' };

onBothExpresses('the body of a click', (makeApp) => {
  let stand: Newsstand;
  const open = async (...before: RequestHandler[]) => {
    stand = await openNewsstand({ options: { mode: 'click' }, before, makeApp });
    const reader = await logIn(stand, 'ada');
    return { reader, ...(await reader.open()) };
  };
  afterEach(() => stand.close());

  const parsers: Record<string, RequestHandler[]> = {
    'no parser': [],
    'express.json()': [express.json()],
    'express.urlencoded()': [express.urlencoded({ extended: true })],
    'both parsers': [express.json(), express.urlencoded({ extended: true })],
    'express.text() for every type': [express.text({ type: '*/*' })],
    'express.raw() for every type': [express.raw({ type: '*/*' })],
    'an encoding that the site has set': [
      (req, _res, next) => {
        req.setEncoding('utf8');
        next();
      },
    ],
  };
  for (const [name, handlers] of Object.entries(parsers)) {
    it(`is read with ${name} before the router`, async () => {
      const { reader, offer } = await open(...handlers);
      const { body } = await reader.click(offer).set(OWN_PAGE).expect(200);
      expect(body.status).to.equal('ready');
    });

    it(`is refused with ${name} when it is no JSON, no object or has no offer`, async () => {
      const { reader, offer } = await open(...handlers);
      for (const text of ['{"offer":', `offer=${offer}`, '[]', 'null', '"offer"', '{}', '']) {
        const answer = await reader.agent
          .post('/plenigo/checkout')
          .set({ ...OWN_PAGE, 'Content-Type': 'application/json' })
          .send(text);
        // A parser of the site may have an answer of its own to broken JSON.
        expect(answer.status).to.be.oneOf([400, 403]);
        if (answer.status === 403) expect(answer.body).to.deep.equal(invalid);
      }
      expect(stand.sandbox.tokens).to.deep.equal([]);
    });

    it(`is refused with ${name} when it is what a form of another site could send`, async () => {
      const { reader, offer } = await open(...handlers);
      for (const [type, text] of [
        ['application/x-www-form-urlencoded', `offer=${encodeURIComponent(offer)}`],
        ['text/plain', JSON.stringify({ offer })],
        [
          'multipart/form-data; boundary=x',
          `--x\r\ncontent-disposition: form-data; name=offer\r\n\r\n${offer}\r\n--x--`,
        ],
      ] as const) {
        const answer = await reader.agent
          .post('/plenigo/checkout')
          .set({ ...OWN_PAGE, 'Content-Type': type })
          .send(text)
          .expect(403);
        expect(answer.body).to.deep.equal(invalid);
      }
      expect(stand.sandbox.tokens).to.deep.equal([]);
    });
  }

  it('pollutes no prototype', async () => {
    for (const handlers of [[], [express.json()]]) {
      const { reader, offer } = await open(...handlers);
      for (const text of [
        `{"__proto__":{"offer":"${offer}","polluted":1}}`,
        `{"constructor":{"prototype":{"offer":"${offer}","polluted":1}}}`,
      ]) {
        await reader.agent
          .post('/plenigo/checkout')
          .set({ ...OWN_PAGE, 'Content-Type': 'application/json' })
          .send(text)
          .expect(403, invalid);
      }
      expect({}).not.to.have.property('polluted');
      expect({}).not.to.have.property('offer');
      if (handlers.length === 0) await stand.close();
    }
  });

  it('counts for its own fields only, when others have polluted a prototype', async () => {
    const { reader, offer } = await open(express.json());
    Object.defineProperty(Object.prototype, 'offer', { value: offer, configurable: true });
    try {
      await reader.agent.post('/plenigo/checkout').set(OWN_PAGE).send({ other: 1 }).expect(403, invalid);
    } finally {
      delete (Object.prototype as { offer?: unknown }).offer;
    }
  });

  it('is read up to 32 KiB, and refused, with an answer, with one byte more', async () => {
    const { reader, offer } = await open();
    const clickWith = (bytes: number) => {
      const padding = 'x'.repeat(bytes - JSON.stringify({ offer, padding: '' }).length);
      return reader.click(offer).send({ padding }).set(OWN_PAGE);
    };
    expect((await clickWith(LIMIT).expect(200)).body.status).to.equal('ready');
    for (const size of [LIMIT + 1, 5_000_000]) await clickWith(size).expect(403, invalid);
    // The connection is still good.
    await reader.agent.get(ARTICLE).expect(200);
    expect(stand.sandbox.tokens).to.have.length(1);
  });
});

describe('the body of a click that never ends', () => {
  let stand: Newsstand;
  afterEach(() => stand.close());

  /** The first part of a click, sent by a reader who is logged in. */
  async function beginClick(): Promise<ClientRequest> {
    const reader = await logIn(stand, 'ada');
    await reader.open();
    const access = { path: '/', domain: '127.0.0.1', secure: false, script: false } as never;
    const cookie = /connect\.sid=[^;]+/.exec(String(reader.agent.jar.getCookie('connect.sid', access)))?.[0] ?? '';
    const click = request(`${stand.url}/plenigo/checkout`, {
      method: 'POST',
      headers: { ...OWN_PAGE, cookie, 'Content-Type': 'application/json' },
    });
    click.write('{"offer":');
    return click;
  }

  it('is answered after seconds, and its connection is closed', async () => {
    stand = await openNewsstand({ options: { mode: 'click' } });
    const time = holdTimeout(5_000);
    try {
      const click = await beginClick();
      await time.reached;
      time.fire();
      const [answer] = (await once(click, 'response')) as [IncomingMessage];
      expect([answer.statusCode, answer.headers.connection]).to.deep.equal([403, 'close']);
      expect(JSON.parse(await text(answer))).to.deep.equal(invalid);
      await once(click, 'close');
    } finally {
      time.stop();
    }
  });

  it('ends no process where the site itself has answered meanwhile', async () => {
    let giveUp = () => {};
    const impatient: RequestHandler = (req, res, next) => {
      if (req.method === 'POST') giveUp = () => res.status(503).end('too slow');
      next();
    };
    stand = await openNewsstand({ options: { mode: 'click' }, before: [impatient] });
    const time = holdTimeout(5_000);
    try {
      const click = await beginClick();
      await time.reached;
      giveUp();
      const [answer] = (await once(click, 'response')) as [IncomingMessage];
      expect(answer.statusCode).to.equal(503);
      time.fire();
      answer.resume();
      await once(click, 'close');
    } finally {
      time.stop();
    }
  });
});
