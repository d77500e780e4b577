// One piece of work for all who ask at the same time: its outcome is shared, its time limit is not.
import { expect } from 'chai';
import { PlenigoError, PlenigoNetworkError } from '../../lib/base/errors.js';
import { share } from '../../lib/customer/share.js';
import { Budget } from '../../lib/transport/budget.js';
import { useHandClock } from '../resilience/clock.js';
import { failure } from '../support/errors.js';

describe('work that is shared', () => {
  const clock = useHandClock();
  let running: Map<string, Promise<string>>;
  let runs: { resolve: (value: string) => void; reject: (error: Error) => void }[];
  beforeEach(() => {
    running = new Map();
    runs = [];
  });

  /** One who asks with so much time; the test settles what they run. */
  function ask(milliseconds = 1000) {
    const run = () => new Promise<string>((resolve, reject) => runs.push({ resolve, reject }));
    const budget = new Budget(milliseconds);
    return share(running, { key: 'ada', budget, run }).finally(() => budget.close());
  }
  const timeout = () => new PlenigoNetworkError('timeout', { call: 'a call' });
  /** Lets everything go on that can. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };

  for (const code of ['timeout', 'budget-spent'] as const) {
    it(`does not hand on the owner’s time-out (${code}) to one who has time left`, async () => {
      const first = failure(ask());
      clock().tick(900);
      const second = ask();
      clock().tick(100);
      runs[0]?.reject(code === 'timeout' ? timeout() : new PlenigoError(code));
      expect(await first).to.include({ code });
      await settle();
      expect(runs, 'runs for itself').to.have.length(2);
      runs[1]?.resolve('found');
      expect(await second).to.equal('found');
    });
  }

  it('lets those who have time left share the second run as well', async () => {
    const first = failure(ask());
    const others = [ask(5000), ask(5000), ask(5000)];
    runs[0]?.reject(timeout());
    await first;
    await settle();
    expect(runs).to.have.length(2);
    runs[1]?.resolve('found');
    expect(await Promise.all(others)).to.deep.equal(['found', 'found', 'found']);
  });

  it('is no outage for one whose time ends while it waits for another', async () => {
    const first = ask(60_000);
    const second = failure(ask(1000));
    clock().tick(1000);
    expect(await second).to.include({ name: 'PlenigoError', code: 'budget-spent' });
    runs[0]?.resolve('found');
    await first;
  });
});
