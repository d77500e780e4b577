// What one process knows of prices: how often it asks, what it keeps, and who waits for an answer.
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { PlenigoNetworkError } from '../../lib/base/errors.js';
import { createReporter } from '../../lib/base/reporter.js';
import type { Platform } from '../../lib/platform/platform.js';
import type { Priced } from '../../lib/platform/sale.js';
import { createPrices } from '../../lib/visit/publisher.js';
import { useHandClock } from '../resilience/clock.js';

const TIMEOUT = 2000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const outage = new PlenigoNetworkError('timeout', { call: 'product' });

describe('what a process knows of prices', () => {
  const clock = useHandClock();

  /** Prices whose questions the test answers. */
  function create() {
    const asked: { says(amount: number): void; fails(): void }[] = [];
    const logged: unknown[] = [];
    const log = (fields: object) => logged.push(fields);
    const findPrice = (id: string) =>
      new Promise((resolve, reject) => {
        asked.push({ says: (amount) => resolve({ id, amount, currency: 'EUR' }), fails: () => reject(outage) });
      });
    const reporter = createReporter({ debug() {}, info() {}, warn: log, error: log });
    const prices = createPrices({ findPrice } as unknown as Platform, { timeout: TIMEOUT, reporter });
    /** The amount that a page is told, `unknown`, or `waits` while it would still wait. */
    async function read(patience?: number) {
      const page: { told: unknown } = { told: 'waits' };
      prices.fill<Priced>([{ price: 'PLUS' }], patience).then(([offer]) => {
        page.told = typeof offer?.price === 'object' ? offer.price.amount : 'unknown';
      });
      await turns();
      return page;
    }
    return { asked, logged, read };
  }

  async function turns() {
    for (let turn = 0; turn < 8; turn += 1) await setImmediate();
  }

  it('is asked once for all pages that wait, remembered for an hour, and then asked beside a page', async () => {
    const { asked, read } = create();
    const [first, second] = [await read(), await read()];
    expect([first.told, second.told, asked.length]).to.deep.equal(['waits', 'waits', 1]);
    asked[0]?.says(9);
    await turns();
    expect([first.told, second.told]).to.deep.equal([9, 9]);
    clock().tick(HOUR);
    expect([(await read()).told, asked.length]).to.deep.equal([9, 1]);
    clock().tick(1);
    expect([(await read()).told, (await read()).told, asked.length]).to.deep.equal([9, 9, 2]);
    asked[1]?.says(10);
    await turns();
    expect([(await read()).told, asked.length]).to.deep.equal([10, 2]);
    clock().tick(2 * HOUR);
    expect((await read()).told, 'too old to be true').to.equal('waits');
    asked[2]?.says(11);
    await turns();
    expect((await read()).told).to.equal(11);
  });

  it('is waited for a quarter of the time of a page, or what is left of it, and told to the next page', async () => {
    const { asked, read } = create();
    const [page, late] = [await read(), await read(100)];
    clock().tick(100);
    await turns();
    expect([page.told, late.told]).to.deep.equal(['waits', 'unknown']);
    clock().tick(TIMEOUT / 4 - 100);
    await turns();
    expect(page.told).to.equal('unknown');
    asked[0]?.says(9);
    await turns();
    expect([(await read()).told, asked.length]).to.deep.equal([9, 1]);
  });

  for (const [what, before] of [
    ['stays what it was', 9],
    ['is unknown', undefined],
  ] as const) {
    it(`${what} while plenigo fails, which is asked again a minute later, and no page waits`, async () => {
      const { asked, logged, read } = create();
      if (before !== undefined) {
        await read();
        asked[0]?.says(before);
        await turns();
        clock().tick(HOUR + 1);
      }
      await read();
      asked.at(-1)?.fails();
      await turns();
      const told = before ?? 'unknown';
      const count = asked.length;
      expect([(await read()).told, asked.length]).to.deep.equal([told, count]);
      expect(logged).to.deep.equal([{ code: 'timeout' }]);
      clock().tick(MINUTE + 1);
      expect([(await read()).told, asked.length]).to.deep.equal([told, count + 1]);
      asked.at(-1)?.says(12);
      await turns();
      expect((await read()).told).to.equal(12);
    });
  }
});
