// What one process remembers of purchases: how much of it, how long, and that the oldest goes first.
import { expect } from 'chai';
import { createPurchaseAnswers } from '../../lib/customer/purchases.js';
import type { Purchases } from '../../lib/platform/purchases.js';
import { Budget } from '../../lib/transport/budget.js';
import { useHandClock } from '../resilience/clock.js';

describe('the memory of purchases', () => {
  const clock = useHandClock();
  let budget: Budget;
  beforeEach(() => {
    budget = new Budget(600_000);
  });
  afterEach(() => budget.close());

  const newAnswers = () => createPurchaseAnswers({ boughtTtl: 60_000, notBoughtTtl: 30_000 });
  const yes: Purchases = { bought: true, products: [] };
  const question = (...ids: string[]) => ({ userId: 'ada', ids });
  const article = (number: number) => question(`ARTICLE-${number}`);

  /** A memory that has been told of the purchases of these articles. */
  async function remembering(numbers: number[]) {
    const answers = newAnswers();
    for (const number of numbers) await answers.ask(article(number), { budget, ask: async () => yes });
    return answers;
  }
  const hundred = Array.from({ length: 100 }, (_value, index) => index + 1);

  it('holds a hundred products of a reader, and forgets the one that was bought first', async () => {
    const answers = await remembering([...hundred, 101]);
    const known = [1, 2, 101].map((number) => answers.recall(article(number)));
    expect(known).to.deep.equal([undefined, true, true]);
  });

  it('keeps longest what was asked last', async () => {
    const answers = await remembering([...hundred, 1, 101]);
    expect([1, 2].map((number) => answers.recall(article(number)))).to.deep.equal([true, undefined]);
  });

  it('knows which of several products is bought, where plenigo says so, and else only that one is', async () => {
    const answers = newAnswers();
    const named = async () => ({ bought: true, products: [{ productId: 'B' }] });
    await answers.ask(question('A', 'B'), { budget, ask: named });
    await answers.ask(question('C', 'D'), { budget, ask: async () => yes });
    const asked = ['B', 'A,B', 'B,X', 'A', 'C,D', 'C', 'D,C'];
    const known = asked.filter((ids) => answers.recall(question(...ids.split(','))));
    expect(known).to.deep.equal(['B', 'A,B', 'B,X', 'C,D']);
  });

  const no: Purchases = { bought: false, products: [] };

  it('holds a "yes" and a "no" each for its own time', async () => {
    const answers = newAnswers();
    await answers.ask(question('A'), { budget, ask: async () => yes });
    await answers.ask(question('B', 'C'), { budget, ask: async () => no });
    const known = () => [['A'], ['B'], ['C', 'B'], ['B', 'X']].map((ids) => answers.recall(question(...ids)));
    expect(known()).to.deep.equal([true, false, false, undefined]);
    clock().tick(29_999);
    expect(known()).to.deep.equal([true, false, false, undefined]);
    clock().tick(1);
    expect(known()).to.deep.equal([true, undefined, undefined, undefined]);
    clock().tick(30_000);
    expect(known()).to.deep.equal([undefined, undefined, undefined, undefined]);
  });

  it('believes a "yes" more than an older "no"', async () => {
    const answers = newAnswers();
    await answers.ask(question('A'), { budget, ask: async () => no });
    await answers.ask(question('A'), { budget, ask: async () => yes });
    expect(answers.recall(question('A'))).to.equal(true);
  });

  it('holds no purchase longer than it lasts, neither one alone nor one of several', async () => {
    const until = new Date(Date.now() - 1);
    for (const ids of [['A'], ['A', 'B']]) {
      const answers = newAnswers();
      const over = async () => ({ bought: true, products: [{ productId: 'A', until }] });
      await answers.ask(question(...ids), { budget, ask: over });
      expect(answers.recall(question(...ids))).to.equal(undefined);
    }
  });

  it('remembers no fault, and nothing with a time of 0', async () => {
    const answers = newAnswers();
    const fail = () => Promise.reject(new Error('a fault'));
    await answers.ask(question('A'), { budget, ask: fail }).catch(() => {});
    expect(answers.recall(question('A'))).to.equal(undefined);
    const none = createPurchaseAnswers({ boughtTtl: 0, notBoughtTtl: 0 });
    await none.ask(question('A'), { budget, ask: async () => yes });
    await none.ask(question('B'), { budget, ask: async () => no });
    expect([none.recall(question('A')), none.recall(question('B'))]).to.deep.equal([undefined, undefined]);
  });

  it('does not remember an answer that was under way when the reader was forgotten', async () => {
    const answers = newAnswers();
    let answer = (_purchases: Purchases) => {};
    const later = new Promise<Purchases>((resolve) => {
      answer = resolve;
    });
    const asking = answers.ask(question('A'), { budget, ask: () => later });
    answers.forget('ada');
    answer(yes);
    expect(await asking).to.equal(true);
    expect(answers.recall(question('A'))).to.equal(undefined);
  });
});
