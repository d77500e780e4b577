/** Which failed call is sent again: for each call and fault, how many requests plenigo receives. */
import { expect } from 'chai';
import { PlenigoApiError } from '../../lib/base/errors.js';
import type { Fetch } from '../../lib/base/options.js';
import type { V2CallName } from '../../lib/sandbox/types.js';
import { Budget } from '../../lib/transport/budget.js';
import { pauseBeforeRetry } from '../../lib/transport/send.js';
import { useHandClock } from '../resilience/clock.js';
import { clientFor, sampleCall, sampleCalls } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { type Answer, inTurn, json, reset, text, useRecordingServer } from '../support/recording-server.js';

const faults: Record<string, Answer> = {
  'a reset connection': reset,
  'half an answer': (response) => {
    response.writeHead(200, { 'content-length': '60' });
    response.write('{', () => response.socket?.destroy());
  },
  'HTML with status 200': text(200, '<p>'),
  ...Object.fromEntries([500, 502, 503, 504].map((status) => [`status ${status}`, json(status, {})])),
};

/** Answers, or would answer the same again. */
const refusals = [400, 401, 402, 403, 404, 409, 418, 423, 429, 501];
const finalFaults: Record<string, Answer> = {
  ...Object.fromEntries(refusals.map((status) => [`status ${status}`, json(status, {})])),
  'status 429 with Retry-After': json(429, {}, { 'retry-after': '0' }),
  'a redirect': text(302, '', { location: '/' }),
};

/** Sent twice, these would do something twice, or look like another's customer. */
const sentOnce: readonly V2CallName[] = ['registerUser', 'importCustomerAccess', 'addExternalCustomerId'];

describe('a call that fails', () => {
  const server = useRecordingServer();

  /** How many requests plenigo gets of what fails. */
  async function attempts(work: () => Promise<unknown>): Promise<number> {
    const before = server().requests.length;
    await failure(work());
    return server().requests.length - before;
  }

  /** How many it gets of a call that is answered so. */
  function requests(call: V2CallName, answer: Answer): Promise<number> {
    server().answer = answer;
    return attempts(() => sampleCall(call).run(clientFor(server().url)));
  }

  for (const { call, run, reply } of sampleCalls) {
    const expected = sentOnce.includes(call) ? 1 : 2;
    it(`is sent ${expected === 1 ? 'once' : 'twice'} if it is ${call}, twice if it never reached plenigo`, async () => {
      expect(await requests(call, reset)).to.equal(expected);
      server().answer = json(200, reply);
      let refusals = 1;
      const refusedOnce: Fetch = (url, init) => {
        if (refusals === 0) return fetch(url, init);
        refusals -= 1;
        return Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
      };
      await run(clientFor(server().url, { fetch: refusedOnce }));
    });
  }

  it('and may be sent twice is, after a fault that may pass', async () => {
    for (const [name, answer] of Object.entries(faults)) {
      expect(await requests('hasUserBought', answer), name).to.equal(2);
      expect(await requests('registerUser', answer), name).to.equal(1);
    }
  });

  it('and may be sent twice is not, after an answer', async () => {
    for (const [name, answer] of Object.entries(finalFaults))
      expect(await requests('createLoginToken', answer), name).to.equal(1);
  });

  it('twice in different ways tells the last fault', async () => {
    server().answer = inTurn(json(500, {}), json(401, {}));
    const error = await failure(sampleCall('hasUserBought').run(clientFor(server().url)));
    expect(error.code).to.equal('invalid-credentials');
  });

  it('is registered again only if an existing e-mail is no error and no password is mailed', async () => {
    server().answer = json(500, {});
    const client = clientFor(server().url);
    for (const [settings, count] of [
      [{}, 1],
      [{ failByExistingEmail: true }, 1],
      [{ failByExistingEmail: false }, 2],
      [{ failByExistingEmail: false, withPasswordReset: true }, 1],
    ] as const) {
      expect(await attempts(() => client.registerUser({ email: 'a@b.example', ...settings }))).to.equal(count);
    }
  });

  it('is sent again at once, later, or not at all, as Retry-After and the budget say', async () => {
    const client = clientFor(server().url, { timeout: 10_000 });
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    for (const [header, count] of Object.entries({ 0: 2, 1: 2, 8: 1, 3600: 1, [inAnHour]: 1 })) {
      server().answer = json(503, {}, { 'retry-after': header });
      expect(await attempts(() => sampleCall('hasUserBought').run(client)), header).to.equal(count);
    }
  });

  it('is not sent again without time for the answer', async () => {
    server().answer = json(503, {});
    const budget = new Budget(15);
    await failure(clientFor(server().url).within(budget).hasUserBought({ customerId: '1' }, 'P1'));
    budget.close();
    expect(server().requests.length).to.be.at.most(1);
  });
});

describe('the pause before a second try', () => {
  const clock = useHandClock();
  const request = { call: 'hasUserBought', method: 'GET', path: '/', repeatable: true, parse: () => true } as const;
  const error = new PlenigoApiError('service-unavailable', { call: 'hasUserBought', status: 503, retryAfter: 60_000 });

  it('ends when the time is up, and then there is no second try', async () => {
    const budget = new Budget(600_000);
    const again = pauseBeforeRetry(error, request, budget);
    // While the pause lasts: a process can be busy for longer than it thought.
    clock().tick(600_000);
    expect(await again).to.equal(false);
  });

  it('is spread by chance over 20 to 100 ms, so that pages that failed together do not come back together', async () => {
    const fault = new PlenigoApiError('service-unavailable', { call: 'hasUserBought', status: 503 });
    const pauses: number[] = [];
    const budget = new Budget(600_000);
    budget.pause = async (milliseconds) => pauses.push(milliseconds) > 0;
    const { random } = Math;
    try {
      for (const chance of [0, 0.5, 0.99]) {
        Math.random = () => chance;
        expect(await pauseBeforeRetry(fault, request, budget)).to.equal(true);
      }
    } finally {
      Math.random = random;
    }
    expect(pauses.map(Math.round)).to.deep.equal([20, 60, 99]);
  });
});
