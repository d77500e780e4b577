/** What the client of API v3 makes of answers: errors, and shapes that nobody has proved; their numbers are in `requests.test.ts`, nonsense in `garbage.test.ts`. */
import { expect } from 'chai';
import { isOutage } from '../../lib/base/errors.js';
import type { PlenigoClient } from '../../lib/v3/client.js';
import { readPurchases } from '../../lib/v3/purchases.js';
import { pollutedWith } from '../hostile/polluted.js';
import { failure } from '../support/errors.js';
import { json, useRecordingServer } from '../support/recording-server.js';
import { API_TOKEN, exchange, v3ClientFor } from '../support/v3.js';

describe('an error of API v3', () => {
  const server = useRecordingServer();
  /** What a call makes of this refusal. */
  const refused = (body: object, call: (client: PlenigoClient) => Promise<unknown>, status = 400) => {
    server().answer = json(status, { errorMessage: 'x', ...body });
    return failure(call(v3ClientFor(server().url)));
  };
  const change = (client: PlenigoClient) => client.changeEmail('1', 'mara@news.example');

  it('of emergency mode is an outage, though its status is 400; no other refusal is', async () => {
    for (const errorCode of [99018, 99400, 20073]) {
      const error = await refused({ errorCode }, (client) => client.hasAccess('1', 'PLUS'));
      expect(isOutage(error), `${errorCode}`).to.equal(errorCode === 99018);
    }
  });

  it('about a new address is about the address', async () => {
    expect((await refused({ errorCode: 20027 }, change)).code).to.equal('email-exists');
  });

  it('names its number and the fields in its message, and never their values, its text or the token', async () => {
    const value = 'mara@news.example';
    const validationErrors = [{ field: 'email', error: 'x', value }, { field: value }, null];
    const error = await refused({ errorCode: 99400, errorMessage: `${value} is wrong`, validationErrors }, change);
    expect(error.message).to.match(/\(changeEmail, status 400: errorCode 99400, email\)$/);
    expect(JSON.stringify([error, error.stack])).not.to.match(new RegExp(`mara|${API_TOKEN}`));
  });

  it('is no longer than a line, whatever it lists', async () => {
    const validationErrors = Array(9000).fill({ field: 'email' });
    expect((await refused({ errorCode: 99400, validationErrors }, change)).message.length).to.be.below(400);
  });
});

const limit = json(200, { removalToken: 'removal/1', activeSessions: { items: [] } });

describe('an answer of API v3', () => {
  const server = useRecordingServer();
  const client = () => v3ClientFor(server().url);

  const granted = exchange('access: one of the asked rights is held').response.body;
  it('opens what was asked for, with or without a list of what that is', async () => {
    for (const body of [granted, { customerId: '480015', accessGranted: true }]) {
      server().answer = json(200, body);
      expect(await client().hasAccess('480015', ['article-4711', 'archive-pass'])).to.equal(true);
    }
  });

  it('opens nothing with another status than 200, or where it tells of an error as well, and is a no for an unknown right', async () => {
    const yes = { customerId: '480015', accessGranted: true };
    const broken = [201, 202, 203, 206].map((status) => json(status, granted));
    for (const answer of [...broken, json(200, { ...yes, error: 'maintenance' }), json(200, { ...yes, error: null })]) {
      server().answer = answer;
      expect((await failure(client().hasAccess('480015', 'article-4711'))).code).to.equal('invalid-response');
    }
    server().answer = json(404, { errorCode: 21404, errorMessage: 'x' });
    expect(await client().hasAccess('480015', 'PLUS')).to.equal(false);
  });

  it('about more than twenty rights is put together from as many calls as it takes', async () => {
    const rights = Array.from({ length: 45 }, (_value, index) => `RIGHT-${index}`);
    server().answer = (res, req) =>
      json(200, { customerId: '1', accessGranted: req.url?.includes('RIGHT-44') })(res, req);
    expect(await client().hasAccess('1', rights)).to.equal(true);
    const asked = server().requests.map(({ url }) => new URL(url, 'http://x').searchParams.get('accessRightUniqueIds'));
    expect(asked.map((list) => list?.split(',').length).sort()).to.deep.equal([20, 20, 5]);
    expect(asked.flatMap((list) => list?.split(',')).sort()).to.deep.equal([...rights].sort());
  });

  it('to a new address may be the customer or a list, and no other customer’s address', async () => {
    const email = 'mara@neu.example';
    for (const body of [{ items: [{ email }] }, { customerId: '1', email: 'Mara@neu.example' }, {}]) {
      server().answer = json(200, body);
      await client().changeEmail('1', email);
    }
    server().answer = json(200, { email: 'another@neu.example' });
    expect((await failure(client().changeEmail('1', email))).code).to.equal('invalid-response');
  });

  it('to a session that is no session is an error, and the call is made once', async () => {
    for (const answer of [json(202, {}), json(200, { activeSessions: { items: [] } }), json(503, {})]) {
      server().requests.length = 0;
      server().answer = answer;
      await failure(client().createSession('1'));
      expect(server().requests).to.have.length(1);
    }
  });

  it('lists all rights of a customer, and none of one who is unknown', async () => {
    const plus = { accessRightUniqueId: 'PLUS', itemType: 'SUBSCRIPTION' };
    const old = { accessRightUniqueId: 'OLD', blocked: true };
    const [lifeTimeStart, lifeTimeEnd] = ['2026-02-02T09:20:00.000Z', '2026-03-02T09:20:00.000Z'];
    const items = [{ ...plus, lifeTimeStart, lifeTimeEnd }, { ...old, lifeTimeStart: 'soon' }, { lifeTimeEnd }];
    server().answer = json(200, { customerId: '1', customerBlocked: true, items });
    const times = { lifeTimeStart: new Date(lifeTimeStart), lifeTimeEnd: new Date(lifeTimeEnd) };
    const read = [{ ...plus, ...times, blocked: false }, old];
    expect(await client().accessRights('1')).to.deep.equal({ customerBlocked: true, items: read });
    server().answer = json(200, { customerId: '1' });
    expect(await client().accessRights('1')).to.deep.equal({ customerBlocked: false, items: [] });
    server().answer = json(404, { errorCode: 20404, errorMessage: 'x' });
    expect(await client().accessRights('1')).to.deep.equal({ customerBlocked: false, items: [] });
  });

  it('that no more sessions may be open ends the others only if that is asked for, and gives the new one', async () => {
    const made = json(202, { customerSession: 'new' });
    server().answer = (res, req) => (req.method === 'PUT' ? made : limit)(res, req);
    expect((await failure(client().createSession('1'))).code).to.equal('session-limit');
    expect(await client().createSession('1', { endOthers: true, os: 'Linux' })).to.equal('new');
    expect(server().requests.map(({ method, url, body }) => [`${method} ${url}`, body])).to.deep.equal([
      ['POST /api/v3.0/sessions/1', {}],
      ['POST /api/v3.0/sessions/1', { os: 'Linux' }],
      ['PUT /api/v3.0/processes/login/changeSessions/removal%2F1', undefined],
    ]);
  });

  it('that no more sessions may be open ends none for what every object inherits', async () => {
    server().answer = limit;
    const error = await pollutedWith({ endOthers: true }, () => failure(client().createSession('1')));
    expect(error.code).to.equal('session-limit');
  });

  it('with a token for a page says nothing of its end: that is 30 seconds from before the request', async () => {
    const now = Date.now;
    let time = now();
    server().answer = (res, req) => {
      time += 5000;
      json(200, { transferToken: 'T' })(res, req);
    };
    Date.now = () => time;
    try {
      const asked = time;
      const { token, expiresAt } = await client().createTransferToken('session');
      expect([token, expiresAt.getTime() - asked]).to.deep.equal(['T', 30_000]);
    } finally {
      Date.now = now;
    }
  });
});

const [early, late] = ['2030-01-01T00:00:00.000Z', '2031-01-01T00:00:00.000Z'];

describe('an answer about access rights, API v3', () => {
  const read = (answer: object) => readPurchases({ customerId: '1', accessGranted: true, ...answer }, ['PLUS', 'DAY']);
  const right = (fields: object) => ({ accessRightUniqueId: 'PLUS', accessGranted: true, ...fields });

  it('names the products that were asked for and are granted, and no other', () => {
    const items = [
      right({}),
      right({ accessRightUniqueId: 'OTHER' }),
      right({ accessRightUniqueId: 'DAY', accessGranted: false }),
      right({ accessRightUniqueId: undefined }),
      null,
    ];
    expect(read({ items })).to.deep.equal({ bought: true, products: [{ productId: 'PLUS' }] });
    expect(read({})).to.deep.equal({ bought: true, products: [] });
  });

  it('ends with the earlier of the two times that it names', () => {
    for (const times of [
      { lifeTimeEnd: early },
      { maxCacheDate: early },
      { lifeTimeEnd: early, maxCacheDate: late },
      { lifeTimeEnd: late, maxCacheDate: early },
    ]) {
      expect(read({ items: [right(times)] }).products).to.deep.equal([{ productId: 'PLUS', until: new Date(early) }]);
    }
    expect(read({ items: [right({ lifeTimeEnd: 'soon' })] }).products).to.deep.equal([{ productId: 'PLUS' }]);
  });
});
