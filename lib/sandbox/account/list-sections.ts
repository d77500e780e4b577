/** The parts with lists: orders, subscriptions, and the ways to pay. */
import { findInterval, type Interval } from '../period.js';
import type { SandboxPurchase } from '../types.js';
import type { Account, Section } from './section.js';
import type { EntryView } from './view.js';

/** A purchase names itself, unless a test made it without a title. */
function entryOf({ customer }: Account, purchase: SandboxPurchase) {
  const { productId, title = `Product ${productId}`, price, currency } = purchase;
  return {
    id: String(customer.purchases.indexOf(purchase)),
    title,
    ...(price !== undefined && currency !== undefined && { amount: price, currency }),
  };
}

export const orders: Section = {
  show: (account) => ({
    kind: 'list',
    id: 'orders',
    title: 'Orders',
    entries: account.customer.purchases.toReversed().map((purchase) => ({
      ...entryOf(account, purchase),
      date: purchase.at,
      text: `{date} · ${purchase.productId}`,
    })),
    empty: 'You have not ordered anything yet.',
  }),
};

/** The subscriptions among the purchases; only a product that the sandbox knows can be one. */
function subscriptionsOf({ customer, state }: Account): { purchase: SandboxPurchase; interval: Interval }[] {
  return state
    .listOwned(customer)
    .toReversed()
    .flatMap((purchase) => {
      const interval = findInterval(state.products.get(purchase.productId));
      return interval ? [{ purchase, interval }] : [];
    });
}

export const subscriptions: Section = {
  show: (account) => ({
    kind: 'list',
    id: 'subscriptions',
    title: 'Subscriptions',
    entries: subscriptionsOf(account).map(({ purchase, interval }): EntryView => {
      const isCancelled = purchase.endsAt !== undefined;
      return {
        ...entryOf(account, purchase),
        interval,
        date: account.state.paidUntil(purchase),
        text: isCancelled ? 'Ends on {date}' : 'Renews on {date}',
        badge: isCancelled ? { text: 'Cancelled', tone: 'quiet' } : { text: 'Active', tone: 'good' },
        action: isCancelled
          ? { name: 'resume', label: 'Keep it after all' }
          : { name: 'cancel', label: 'Cancel subscription' },
      };
    }),
    empty: 'You have no subscription.',
  }),
  change(account, { action, values }) {
    if (action !== 'cancel' && action !== 'resume') return undefined;
    const { purchases } = account.customer;
    const found = subscriptionsOf(account).find(
      ({ purchase }) => String(purchases.indexOf(purchase)) === values.get('id'),
    );
    if (!found) return undefined;
    if (action === 'resume') {
      account.state.resume(account.customer, found.purchase);
      return 'Your subscription goes on.';
    }
    account.state.cancel(account.customer, found.purchase);
    return 'Your subscription is cancelled. It stays yours until it ends.';
  },
};

function hasCard({ customer, data }: Account): boolean {
  return data.hasCard ?? customer.purchases.some(({ price }) => price !== undefined && price > 0);
}

/** Nobody types a number here: only the sandbox's own test card and account can be added. */
export const card: Section = {
  show: (account) => ({
    kind: 'list',
    id: 'card',
    title: 'Credit card',
    entries: hasCard(account)
      ? [
          {
            id: 'card',
            title: 'Test card ending in 4242',
            text: 'Used for your payments',
            action: { name: 'remove', label: 'Remove card' },
          },
        ]
      : [],
    empty: 'There is no card.',
    ...(!hasCard(account) && { add: 'Add the test card' }),
  }),
  change({ data }, { action }) {
    if (action !== 'add' && action !== 'remove') return undefined;
    data.hasCard = action === 'add';
    return data.hasCard ? 'The test card is added.' : 'The card is removed.';
  },
};

export const bank: Section = {
  show: ({ data: { hasBankAccount } }) => ({
    kind: 'list',
    id: 'bank',
    title: 'Bank account',
    entries: hasBankAccount
      ? [
          {
            id: 'bank',
            title: 'Test account ending in 3000',
            text: 'SEPA direct debit',
            action: { name: 'remove', label: 'Remove account' },
          },
        ]
      : [],
    empty: 'There is no bank account.',
    ...(!hasBankAccount && { add: 'Add the test account' }),
  }),
  change({ data }, { action }) {
    if (action !== 'add' && action !== 'remove') return undefined;
    data.hasBankAccount = action === 'add';
    return data.hasBankAccount ? 'The test account is added.' : 'The account is removed.';
  },
};
