/** One budget for all calls of a page: when it is spent nothing is waited for and nothing more is sent. */
import { once } from 'node:events';
import { expect } from 'chai';
import { isOutage, PlenigoError } from '../../lib/base/errors.js';
import type { Fetch } from '../../lib/base/options.js';
import { Budget } from '../../lib/transport/budget.js';
import { useHandClock } from '../resilience/clock.js';
import { clientFor } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { json, silence, useRecordingServer } from '../support/recording-server.js';
import { collectWarnings } from '../support/warnings.js';

const never = new Promise<never>(() => {});
const customer = { customerId: '1' };

describe('a budget', () => {
  const clock = useHandClock();

  it('says what is left, and when that is short', () => {
    const budget = new Budget(1000);
    const seen = [0, 500, 1, 498, 1, 5000].map((milliseconds) => {
      clock().tick(milliseconds);
      return [budget.remaining, budget.isShort];
    });
    expect(seen).to.deep.equal([
      [1000, false],
      [500, false],
      [499, true],
      [1, true],
      [0, true],
      [0, true],
    ]);
    // The rest of a longer time is short from its beginning.
    expect(new Budget(499, 1000)).to.include({ isShort: true, total: 1000 });
    expect(new Budget(500, 1000).isShort).to.equal(false);
  });

  it('has one real signal, aborted when the time is up', async () => {
    const budget = new Budget(1000);
    const { signal } = budget;
    expect(signal).to.be.instanceOf(AbortSignal).and.equal(budget.signal);
    const aborted = once(signal, 'abort');
    clock().tick(999);
    expect(signal.aborted).to.equal(false);
    clock().tick(1);
    await aborted;
  });

  it('is spent once its timer has fired, though the clock may say that a fraction is left', async () => {
    const budget = new Budget(1000);
    const aborted = once(budget.signal, 'abort');
    clock().tick(1000, { early: 0.4 });
    await aborted;
    expect(budget.signal.aborted).to.equal(true);
    expect(budget.remaining).to.equal(0);
  });

  it('gives up on all work when the time is up, and on what begins later, which is no outage', async () => {
    const budget = new Budget(1000);
    const waits = [failure(budget.wait(never)), failure(budget.wait(never))];
    clock().tick(1000);
    for (const error of await Promise.all([...waits, failure(budget.wait(never))])) {
      expect(error.constructor).to.equal(PlenigoError);
      expect([error.code, isOutage(error)]).to.deep.equal(['budget-spent', false]);
    }
  });

  it('can be waited for by a whole page at once without a warning', async () => {
    const warnings = await collectWarnings(async () => {
      const budget = new Budget(1000);
      await Promise.all(Array.from({ length: 40 }, () => budget.wait(Promise.resolve())));
    });
    expect(warnings).to.deep.equal([]);
  });

  it('has a timer only once something waits, and none after it is closed', () => {
    const budgets = [1000, 1500, 2000, 2500].map((milliseconds) => new Budget(milliseconds));
    expect(clock().running).to.equal(0);
    for (const budget of budgets) budget.wait(never).catch(() => {});
    expect(clock().running).to.equal(4);
    for (const budget of budgets) budget.close();
    expect(clock().running).to.equal(0);
  });

  it('keeps its timer for work that was left to it until that has ended', async () => {
    const budget = new Budget(1000);
    budget.wait(never).catch(() => {});
    const works = [Promise.resolve(), Promise.reject(new Error('failed'))];
    for (const work of works) budget.leave(work);
    budget.close();
    expect(clock().running).to.equal(1);
    await Promise.allSettled(works);
    expect(clock().running).to.equal(0);
  });
});

describe('calls within one budget', () => {
  const server = useRecordingServer();
  const clock = useHandClock();
  const calls = (budget: Budget) => clientFor(server().url).within(budget);

  /** Resolves when so many requests have arrived, none of which is answered. */
  const arrivals = (count: number) =>
    new Promise<void>((resolve) => {
      server().answer = () => server().requests.length === count && resolve();
    });

  it('share it: all end together, and later ones are not sent', async () => {
    const budget = new Budget(2000);
    const arrived = arrivals(2);
    const under = [calls(budget).createLoginToken(customer), calls(budget).hasUserBought(customer, 'P1')];
    const faults = under.map(failure);
    await arrived;
    clock().tick(2000);
    for (const error of await Promise.all(faults)) expect(error.code).to.equal('timeout');
    await server().allClosed();

    server().answer = json(200, { accessGranted: true });
    const late = await failure(calls(budget).hasUserBought(customer, 'P1'));
    expect(late).to.include({ name: 'PlenigoError', code: 'budget-spent' });
    expect(late.message).to.contain('hasUserBought');
    expect(server().requests).to.have.length(2);
  });

  for (const [name, injected] of Object.entries<Fetch | undefined>({
    'the default transport': undefined,
    'an injected fetch': (url, init) => fetch(url, init),
    'a fetch that ignores signals': (url, { signal: _signal, ...init }) => fetch(url, init),
  })) {
    it(`that begin with less than half of it and run out of time are "budget-spent", with ${name}`, async () => {
      for (const [before, code] of Object.entries({ 1000: 'timeout', 1001: 'budget-spent' })) {
        const within = clientFor(server().url, { fetch: injected }).within(new Budget(2000));
        clock().tick(Number(before));
        const arrived = arrivals(server().requests.length + 1);
        const error = failure(within.hasUserBought(customer, 'P1'));
        await arrived;
        clock().tick(2000 - Number(before));
        expect((await error).code).to.equal(code);
      }
    });
  }

  it('tell what became of the first attempt, not that there was too little time for the second', async () => {
    const budget = new Budget(2000);
    const again = new Promise<void>((resolve) => {
      server().answer = (response, request) => {
        if (server().requests.length > 1) return resolve();
        clock().tick(1100);
        return json(503, {}, { 'retry-after': '0' })(response, request);
      };
    });
    const error = failure(calls(budget).hasUserBought(customer, 'P1'));
    await again;
    clock().tick(900);
    expect(await error).to.include({ code: 'service-unavailable', status: 503 });
  });

  it('leave no timer behind, whether they succeed or fail', async () => {
    const client = clientFor(server().url);
    await client.hasUserBought(customer, 'P1');
    server().answer = json(401, {});
    await failure(client.hasUserBought(customer, 'P1'));
    await failure(client.hasUserBought({ customerId: '' }, 'P1'));
    server().answer = silence;
    const hanging = failure(client.hasUserBought(customer, 'P1'));
    clock().tick(15_000);
    await hanging;
    expect(clock().running).to.equal(0);
  });
});

describe('a call whose time is up while it begins', () => {
  const server = useRecordingServer();
  const { now } = performance;
  afterEach(() => {
    performance.now = now;
  });

  it('is over, and no uncaught error of the transport, at whatever reading of the clock it is', async () => {
    server().answer = json(200, { customerId: '1' });
    const client = clientFor(server().url);
    const ada = { email: 'ada@site.example' };
    const register = () => client.registerUser(ada).catch(({ code }) => code);
    await register();
    const codes = new Set<string>();
    for (let late = 1; late <= 20; late += 1) {
      let readings = 0;
      performance.now = () => {
        readings += 1;
        return now.call(performance) + (readings >= late ? 3_600_000 : 0);
      };
      codes.add(await register());
      performance.now = now;
    }
    // mocha itself fails a test for an uncaught error.
    expect([...codes]).to.include('budget-spent');
    expect([...codes].filter((code) => !['timeout', 'budget-spent', '1'].includes(code))).to.deep.equal([]);
  });
});
