/** One budget for all calls of a page: when it is spent nothing is waited for and nothing more is sent. */
import { expect } from 'chai';
import { PlenigoNetworkError } from '../../lib/errors.js';
import { Budget } from '../../lib/transport/budget.js';
import { clientFor } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { json, silence, useRecordingServer } from '../support/recording-server.js';

const aborted = ({ signal }: Budget) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
const never = new Promise<never>(() => {});

async function rejection(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a budget', () => {
  it('is the outcome of the work while there is time', async () => {
    const budget = new Budget(60_000);
    expect(await budget.race(Promise.resolve(7), 'hasUserBought')).to.equal(7);
    const fault = new Error('x');
    expect(await rejection(budget.race(Promise.reject(fault), 'hasUserBought'))).to.equal(fault);
    expect(budget.isSpent).to.equal(false);
    expect(budget.remaining).to.be.within(1, 60_000);
    budget.close();
  });

  it('gives up on all work when the time is up, and aborts its signal', async () => {
    const budget = new Budget(20);
    const faults = await Promise.all([
      rejection(budget.race(never, 'hasUserBought')),
      rejection(budget.race(never, 'hasUserBought')),
      aborted(budget),
    ]);
    for (const fault of faults.slice(0, 2)) {
      expect(fault)
        .to.be.instanceOf(PlenigoNetworkError)
        .that.includes({ code: 'timeout', call: 'hasUserBought' });
    }
    expect(budget).to.include({ isSpent: true, remaining: 0 });
    expect(await rejection(budget.race(never, 'hasUserBought'))).to.include({ code: 'timeout' });
    expect(() => budget.throwIfSpent('changeEmail')).to.throw(PlenigoNetworkError, 'changeEmail');
  });

  it('gives up on work that begins after the time is up', async () => {
    const budget = new Budget(1);
    await aborted(budget);
    expect(await rejection(budget.race(never, 'hasUserBought'))).to.include({ code: 'timeout' });
  });

  it('has a timer only while something waits, and leaves none behind when it is closed', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const budgets = Array.from({ length: 50 }, () => new Budget(60_000));
    expect(timers()).to.equal(before);
    for (const budget of budgets) budget.race(never, 'hasUserBought').catch(() => {});
    expect(timers()).to.equal(before + 50);
    for (const budget of budgets) budget.close();
    expect(timers()).to.equal(before);
  });
});

describe('calls within one budget', () => {
  const server = useRecordingServer();

  it('share it', async () => {
    const budget = new Budget(1000);
    const calls = clientFor(server().url).within(budget);
    server().answer = silence;
    const first = calls.createLoginToken({ customerId: '1' });
    const second = calls.hasUserBought({ customerId: '1' }, 'P1');
    expect((await failure(first)).code).to.equal('timeout');
    expect((await failure(second)).code).to.equal('timeout');
    await server().allClosed();

    server().answer = json(200, {});
    expect((await failure(calls.hasUserBought({ customerId: '1' }, 'P1'))).code).to.equal('timeout');
    expect(server().requests).to.have.length(2);
  });

  it('leave no timer behind, whether they succeed or fail', async () => {
    const client = clientFor(server().url);
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    await client.hasUserBought({ customerId: '1' }, 'P1');
    const before = timers();
    server().answer = json(200, {});
    await client.hasUserBought({ customerId: '1' }, 'P1');
    server().answer = json(401, {});
    await failure(client.hasUserBought({ customerId: '1' }, 'P1'));
    await failure(client.hasUserBought({ customerId: '' }, 'P1'));
    expect(timers()).to.equal(before);
  });
});

describe('a call whose time is up while it begins', () => {
  const server = useRecordingServer();
  const { now } = performance;
  afterEach(() => {
    performance.now = now;
  });

  it('is a timeout, and no uncaught error of the transport, at whatever reading of the clock it is', async () => {
    server().answer = json(200, { customerId: '1' });
    const client = clientFor(server().url);
    await client.registerUser({ email: 'ada@site.example' });
    const codes = new Set<string>();
    for (let late = 1; late <= 20; late += 1) {
      let readings = 0;
      performance.now = () => {
        readings += 1;
        return now.call(performance) + (readings >= late ? 3_600_000 : 0);
      };
      codes.add((await outcome(client.registerUser({ email: 'ada@site.example' }))).code);
      performance.now = now;
    }
    // mocha itself fails a test for an uncaught error.
    expect([...codes]).to.include('timeout');
    expect([...codes].filter((code) => code !== 'timeout' && code !== 'none')).to.deep.equal([]);
  });

  const outcome = (work: Promise<unknown>): Promise<{ code: string }> =>
    work.then(
      () => ({ code: 'none' }),
      (error) => error,
    );
});
