// What one process remembers of purchases: how much of it, how long, and that the oldest goes first.
import { expect } from 'chai';
import Keyv from 'keyv';
import { PlenigoNetworkError } from '../../lib/base/errors.js';
import type { Purchases } from '../../lib/platform/sale.js';
import { Budget } from '../../lib/transport/budget.js';
import { createGate } from '../middleware/gate.js';
import { useHandClock } from '../resilience/clock.js';
import { createAnswers, NO, YES } from './remembering.js';

describe('the memory of purchases', () => {
  const clock = useHandClock();
  let budget: Budget;
  beforeEach(() => {
    budget = new Budget(600_000);
  });
  afterEach(() => budget.close());

  const question = (...ids: string[]) => ({ userId: 'ada', ids });
  const article = (number: number) => question(`ARTICLE-${number}`);

  /** A memory that has been told of the purchases of these articles. */
  async function remembering(numbers: number[]) {
    const answers = createAnswers();
    for (const number of numbers) await answers.ask({ ...article(number), find: async () => YES }, budget);
    return answers;
  }
  const hundred = Array.from({ length: 100 }, (_value, index) => index + 1);

  it('holds a hundred products of a reader, and forgets the one that was bought first', async () => {
    const answers = await remembering([...hundred, 101]);
    const known = [1, 2, 101].map((number) => answers.recall(article(number)));
    expect(known).to.deep.equal([undefined, 'fresh', 'fresh']);
  });

  it('keeps longest what was asked last', async () => {
    const answers = await remembering([...hundred, 1, 101]);
    expect([1, 2].map((number) => answers.recall(article(number)))).to.deep.equal(['fresh', undefined]);
  });

  it('knows which of several products is bought, where plenigo says so, and else only that one is', async () => {
    const answers = createAnswers();
    const named = async () => ({ bought: true, products: [{ productId: 'B' }] });
    await answers.ask({ ...question('A', 'B'), find: named }, budget);
    await answers.ask({ ...question('C', 'D'), find: async () => YES }, budget);
    const asked = ['B', 'A,B', 'B,X', 'A', 'C,D', 'C', 'D,C'];
    const known = asked.filter((ids) => answers.recall(question(...ids.split(','))));
    expect(known).to.deep.equal(['B', 'A,B', 'B,X', 'C,D']);
  });

  it('holds a "yes" and a "no" each for its own time', async () => {
    const answers = createAnswers();
    await answers.ask({ ...question('A'), find: async () => YES }, budget);
    await answers.ask({ ...question('B', 'C'), find: async () => NO }, budget);
    const known = () => [['A'], ['B'], ['C', 'B'], ['B', 'X']].map((ids) => answers.recall(question(...ids)));
    expect(known()).to.deep.equal(['fresh', 'no', 'no', undefined]);
    clock().tick(29_999);
    expect(known()).to.deep.equal(['fresh', 'no', 'no', undefined]);
    clock().tick(1);
    expect(known()).to.deep.equal(['fresh', undefined, undefined, undefined]);
    clock().tick(30_000);
    expect(known()).to.deep.equal([undefined, undefined, undefined, undefined]);
  });

  it('tells how old a "yes" is, and believes it no longer than plenigo has said', async () => {
    const lifetimes = { boughtTtl: 60_000, staleWhileRevalidate: 600_000, staleIfError: 86_400_000 };
    for (const [setting, ends, wanted] of [
      [{}, undefined, ['fresh', 'old', 'old', 'spare', 'spare', undefined]],
      [{ staleWhileRevalidate: 0 }, undefined, ['fresh', 'spare', 'spare', 'spare', 'spare', undefined]],
      [{ staleIfError: 0 }, undefined, ['fresh', 'old', 'old', undefined, undefined, undefined]],
      [{}, 3_600_000, ['fresh', 'old', 'old', 'spare', undefined, undefined]],
    ] as const) {
      const answers = createAnswers({ ...lifetimes, ...setting });
      const products = [{ productId: 'A', until: ends && new Date(Date.now() + ends) }];
      await answers.ask({ ...question('A'), find: async () => ({ bought: true, products }) }, budget);
      const ages = [59_999, 1, 599_999, 1, 82_800_000, 3_000_000].map((wait) => {
        clock().tick(wait);
        return answers.recall(question('A'));
      });
      expect(ages).to.deep.equal(wanted);
    }
  });

  it('ends each "yes" that a "no" is about, and no other', async () => {
    const answers = createAnswers();
    for (const ids of [['A'], ['B'], ['A', 'C'], ['A', 'D']]) {
      await answers.ask({ ...question(...ids), find: async () => YES }, budget);
    }
    await answers.ask({ ...question('A', 'C'), find: async () => NO }, budget);
    const known = [['A'], ['B'], ['A', 'C'], ['A', 'D']].map((ids) => answers.recall(question(...ids)));
    expect(known).to.deep.equal(['no', 'fresh', 'no', 'fresh']);
  });

  it('believes a "yes" more than an older "no"', async () => {
    const answers = createAnswers();
    await answers.ask({ ...question('A'), find: async () => NO }, budget);
    let answer = (_purchases: Purchases) => {};
    const late = new Promise<Purchases>((resolve) => {
      answer = resolve;
    });
    const asking = answers.ask({ ...question('A', 'B'), find: () => late }, budget);
    clock().tick(1);
    await answers.ask({ ...question('A'), find: async () => YES }, budget);
    answer(NO);
    await asking;
    expect(answers.recall(question('A'))).to.equal('fresh');
  });

  it('holds no purchase longer than it lasts, neither one alone nor one of several', async () => {
    const until = new Date(Date.now() - 1);
    for (const ids of [['A'], ['A', 'B']]) {
      const answers = createAnswers();
      const over = async () => ({ bought: true, products: [{ productId: 'A', until }] });
      await answers.ask({ ...question(...ids), find: over }, budget);
      expect(answers.recall(question(...ids))).to.equal(undefined);
    }
  });

  it('remembers no fault, and nothing with a time of 0', async () => {
    const answers = createAnswers();
    const fail = () => Promise.reject(new Error('a fault'));
    await answers.ask({ ...question('A'), find: fail }, budget).catch(() => {});
    expect(answers.recall(question('A'))).to.equal(undefined);
    const none = createAnswers({ boughtTtl: 0, notBoughtTtl: 0 });
    await none.ask({ ...question('A'), find: async () => YES }, budget);
    await none.ask({ ...question('B'), find: async () => NO }, budget);
    expect([none.recall(question('A')), none.recall(question('B'))]).to.deep.equal([undefined, undefined]);
  });

  it('does not remember an answer that was under way when the reader was forgotten', async () => {
    const answers = createAnswers();
    let answer = (_purchases: Purchases) => {};
    const later = new Promise<Purchases>((resolve) => {
      answer = resolve;
    });
    const asking = answers.ask({ ...question('A'), find: () => later }, budget);
    answers.forget('ada');
    answer(YES);
    expect([await asking, answers.recall(question('A'))]).to.deep.equal([true, undefined]);
  });

  it('asks of a reader who was forgotten while a page waited for another one as of somebody unknown', async () => {
    const answers = createAnswers({ store: new Keyv() });
    let fail = (_error: Error) => {};
    const late = new Promise<Purchases>((_resolve, reject) => {
      fail = reject;
    });
    const first = answers.ask({ ...question('A'), find: () => late }, budget).catch(() => {});
    let doubtedAt = Number.NaN;
    async function find(this: { doubtedAt?: number }) {
      doubtedAt = Number(this.doubtedAt);
      return YES;
    }
    const second = answers.ask({ ...question('A'), find }, budget);
    await answers.forget('ada');
    fail(new PlenigoNetworkError('timeout', { call: 'hasAccess' }));
    await Promise.all([first, second]);
    expect(doubtedAt).to.be.at.least(Date.now());
  });

  it('answers at once what it knows, while another page of the reader waits for the store', async () => {
    const gate = createGate();
    const kept = new Map<string, string>();
    const answers = createAnswers({ store: { get: async (key) => kept.get(key), set: async () => {} } });
    const query = { userId: 'ada', ids: ['A'] };
    await answers.catchUp(query);
    await answers.ask({ ...query, find: async () => YES }, budget);
    kept.get = () => gate.pass() as never;
    const reading = answers.read('ada');
    await gate.reached;
    expect(await answers.catchUp(query)).to.equal('fresh');
    gate.open();
    await reading;
  });
});
