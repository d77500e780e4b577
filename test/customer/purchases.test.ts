// What one process remembers of purchases: how much of it, how long, and that the oldest goes first.
import { expect } from 'chai';
import { PurchaseAnswers } from '../../lib/customer/purchases.js';
import type { Purchases } from '../../lib/platform.js';
import { Budget } from '../../lib/transport/budget.js';

describe('the memory of purchases', () => {
  const budget = new Budget(60_000);
  after(() => budget.close());

  const yes: Purchases = { bought: true, products: [] };
  const question = (...ids: string[]) => ({ userId: 'ada', ids });
  const article = (number: number) => question(`ARTICLE-${number}`);

  /** A memory that has been told of the purchases of these articles. */
  async function remembering(numbers: number[]) {
    const answers = new PurchaseAnswers(60_000);
    for (const number of numbers) await answers.ask(article(number), { budget, ask: async () => yes });
    return answers;
  }
  const hundred = Array.from({ length: 100 }, (_value, index) => index + 1);

  it('holds a hundred products of a reader, and forgets the one that was bought first', async () => {
    const answers = await remembering([...hundred, 101]);
    expect([1, 2, 101].map((number) => answers.isKnown(article(number)))).to.deep.equal([false, true, true]);
  });

  it('keeps longest what was asked last', async () => {
    const answers = await remembering([...hundred, 1, 101]);
    expect([1, 2].map((number) => answers.isKnown(article(number)))).to.deep.equal([true, false]);
  });

  it('knows which of several products is bought, where plenigo says so, and else only that one is', async () => {
    const answers = new PurchaseAnswers(60_000);
    const named = async () => ({ bought: true, products: [{ productId: 'B' }] });
    await answers.ask(question('A', 'B'), { budget, ask: named });
    await answers.ask(question('C', 'D'), { budget, ask: async () => yes });
    const asked = [['B'], ['A', 'B'], ['B', 'X'], ['A'], ['C', 'D'], ['C'], ['D', 'C']];
    expect(asked.filter((ids) => answers.isKnown(question(...ids)))).to.deep.equal([
      ['B'],
      ['A', 'B'],
      ['B', 'X'],
      ['C', 'D'],
    ]);
  });

  it('holds no purchase longer than it lasts', async () => {
    const answers = new PurchaseAnswers(60_000);
    const until = new Date(Date.now() - 1);
    const over = async () => ({ bought: true, products: [{ productId: 'A', until }] });
    await answers.ask(question('A'), { budget, ask: over });
    expect(answers.isKnown(question('A'))).to.equal(false);
  });

  it('remembers no "no", no fault, and nothing with a time of 0', async () => {
    const answers = new PurchaseAnswers(60_000);
    await answers.ask(question('A'), { budget, ask: async () => ({ bought: false, products: [] }) });
    const fail = () => Promise.reject(new Error('a fault'));
    await answers.ask(question('A'), { budget, ask: fail }).catch(() => {});
    expect(answers.isKnown(question('A'))).to.equal(false);
    const none = new PurchaseAnswers(0);
    await none.ask(question('A'), { budget, ask: async () => yes });
    expect(none.isKnown(question('A'))).to.equal(false);
  });

  it('does not remember an answer that was under way when the reader was forgotten', async () => {
    const answers = new PurchaseAnswers(60_000);
    let answer = (_purchases: Purchases) => {};
    const asking = answers.ask(question('A'), {
      budget,
      ask: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    answers.forget('ada');
    answer(yes);
    expect(await asking).to.equal(true);
    expect(answers.isKnown(question('A'))).to.equal(false);
  });
});
