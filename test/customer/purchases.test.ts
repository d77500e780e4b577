// What one process remembers of purchases: how much of it, and that the oldest goes first.
import { expect } from 'chai';
import { BoughtAnswers } from '../../lib/customer/bought.js';
import { Budget } from '../../lib/transport/budget.js';
import { PlenigoClient } from '../../lib/v2/client.js';

describe('the memory of purchases', () => {
  let budget: Budget;
  beforeEach(() => {
    budget = new Budget(60_000);
  });
  afterEach(() => budget.close());

  const calls = new PlenigoClient({
    companyId: 'company',
    secret: 'secret',
    fetch: async () => new Response('{}'),
  });
  const question = (number: number) => ({ userId: 'ada', productId: `ARTICLE-${number}` });

  it('holds a hundred products of a reader, and forgets the one that was bought first', async () => {
    const answers = new BoughtAnswers(60_000);
    for (let number = 1; number <= 101; number += 1) {
      expect(await answers.ask(question(number), { calls, budget })).to.equal(true);
    }
    expect(answers.isKnown(question(1))).to.equal(false);
    expect(answers.isKnown(question(2))).to.equal(true);
    expect(answers.isKnown(question(101))).to.equal(true);
  });

  it('keeps longest what was asked last', async () => {
    const answers = new BoughtAnswers(60_000);
    for (let number = 1; number <= 100; number += 1) await answers.ask(question(number), { calls, budget });
    await answers.ask(question(1), { calls, budget });
    await answers.ask(question(101), { calls, budget });
    expect(answers.isKnown(question(1))).to.equal(true);
    expect(answers.isKnown(question(2))).to.equal(false);
  });
});
