// The pause before a second try, by itself.
import { expect } from 'chai';
import { PlenigoApiError } from '../../lib/errors.js';
import type { Budget } from '../../lib/transport/budget.js';
import { pauseBeforeRetry } from '../../lib/transport/retry.js';
import { hasUserBoughtRequest } from '../../lib/v2/calls/has-user-bought.js';

describe('the pause before a second try', () => {
  const request = hasUserBoughtRequest(
    { customerId: 'customer' },
    { productId: 'ARTICLE-1', testMode: false },
  );
  const error = new PlenigoApiError('service-unavailable', {
    call: 'hasUserBought',
    status: 503,
    retryAfter: 60_000,
  });

  it('ends when the time is up, and then there is no second try', async () => {
    const controller = new AbortController();
    // As a budget whose time runs out while the pause lasts: a process can be busy for longer than it thought.
    const budget = { remaining: 600_000, signal: controller.signal } as Budget;
    const again = pauseBeforeRetry(error, { request, attempt: 1, budget });
    controller.abort();
    expect(await again).to.equal(false);
  });
});
