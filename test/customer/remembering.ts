// The memory of purchases by itself: processes that share a store, or one that has none.

import type { RecordStore, SiteConfig } from '../../lib/base/options.js';
import { createReporter } from '../../lib/base/reporter.js';
import { createSigner } from '../../lib/base/signing.js';
import { createStore } from '../../lib/customer/customers.js';
import { createMemory, type Lifetimes } from '../../lib/customer/memory.js';
import { createPurchaseAnswers } from '../../lib/customer/purchases.js';
import type { Purchases } from '../../lib/platform/sale.js';
import type { Budget } from '../../lib/transport/budget.js';
import { silentLogger } from '../support/calls.js';

export const YES: Purchases = { bought: true, products: [] };
export const NO: Purchases = { bought: false, products: [] };

/** A question, and what plenigo answers to it. */
interface Asked {
  userId: string;
  ids: readonly string[];
  find(): Promise<Purchases>;
}

/** What one process remembers. */
export function createAnswers(options: Partial<Lifetimes & { store: RecordStore; mode: 'page' | 'click' }> = {}) {
  const { store, mode = 'click', ...others } = options;
  const lifetimes = { boughtTtl: 60_000, staleWhileRevalidate: 0, staleIfError: 0, notBoughtTtl: 30_000, ...others };
  const settings = { ...lifetimes, mode, timeout: 15_000, reporter: createReporter(silentLogger) };
  const shared = createStore({ ...settings, store } as SiteConfig);
  const memory = createMemory(
    { store: shared, companyId: 'COMPANY' },
    { ...lifetimes, signer: createSigner('secret') },
  );
  const platform = { findPurchases: (question: unknown) => (question as Asked).find() };
  const answers = createPurchaseAnswers({ memory, platform }, settings);
  return {
    ...answers,
    ask: (question: Asked, budget: Budget) => answers.ask(question as never, budget),
    askAnew: (question: Asked) => answers.askAnew(question as never),
  };
}
