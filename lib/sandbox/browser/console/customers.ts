/** The panel of customers and what they bought. */
import type { ConsoleView, CustomerView, PurchaseView } from '../../console/view.js';
import { h } from '../checkout/dom.js';
import { formatMoney } from '../checkout/money.js';
import { act, onPress } from './actions.js';
import type { Dialogs } from './dialogs.js';
import { createList, handOverFocus, type Row } from './list.js';
import { byId, dayOf, describeList, setText, timeOf } from './page.js';
import { locale, t } from './texts.js';

function priceOf({ price, currency }: PurchaseView): string | undefined {
  if (price === undefined) return undefined;
  try {
    return formatMoney(price, currency ?? '', locale);
  } catch {
    // A site's tests may sell in a currency that does not exist.
    return `${price} ${currency ?? ''}`;
  }
}

function createPurchase(customer: () => CustomerView, { productId }: PurchaseView): Row<PurchaseView> {
  const details = h('span', { class: 'purchase-details' });
  const refund = h('button', { type: 'button', class: 'small' }, t('Refund'));
  onPress(refund, async () => {
    const { customerId, email } = customer();
    return (
      (await act('refund', { customerId, productId })) ??
      t('Refunded {product} to {email}.', { product: productId, email })
    );
  });
  const cancel = h('button', { type: 'button', class: 'small' }, t('Unsubscribe'));
  onPress(cancel, async () => {
    const { customerId, email } = customer();
    return (
      (await act('cancel', { customerId, productId })) ??
      t('Unsubscribed {email} from {product}.', { product: productId, email })
    );
  });
  return {
    element: h('li', { class: 'purchase' }, h('code', {}, productId), details, cancel, refund),
    update(purchase) {
      const { title, count, at, paidUntil, renews } = purchase;
      const parts = [
        title,
        priceOf(purchase),
        count > 1 && t('{count} times', { count: String(count) }),
        timeOf(at),
        paidUntil && t(renews ? 'renews {day}' : 'cancelled, until {day}', { day: dayOf(paidUntil) }),
      ];
      setText(details, parts.filter(Boolean).join(' · '));
      if (!renews && !cancel.hidden) handOverFocus(cancel);
      cancel.hidden = !renews;
      cancel.setAttribute(
        'aria-label',
        t('Unsubscribe {email} from {product}', { product: productId, email: customer().email }),
      );
      refund.setAttribute(
        'aria-label',
        t('Refund {product} to {email}', { product: productId, email: customer().email }),
      );
    },
  };
}

function factsOf({ customerId, externalUserId, fullName, accessIds, addresses }: CustomerView): [string, string][] {
  const facts: [string, string | undefined][] = [
    [t('Customer'), customerId],
    [t('User at your site'), externalUserId ?? t('not linked')],
    [t('Name'), fullName],
    [t('Access ids'), accessIds.join(', ')],
    ...addresses.map(({ label, text }): [string, string] => [t(label), text]),
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

function createCustomer(dialogs: Dialogs, first: CustomerView): Row<CustomerView> {
  let customer = first;
  const email = h('h3', {});
  const facts = h('dl', { class: 'inline-facts' });
  const buy = h('button', { type: 'button', class: 'secondary' }, t('Buy'));
  buy.addEventListener('click', () => dialogs.openBuy(customer));
  const remove = h('button', { type: 'button', class: 'small' }, t('Delete'));
  remove.addEventListener('click', () => {
    const { customerId, email: address } = customer;
    dialogs.confirm({
      title: t('Delete {email}?', { email: address }),
      text: t('What they have bought is gone, too.'),
      button: t('Delete'),
      act: () => act('remove-customer', { customerId }),
      done: t('Deleted {email}.', { email: address }),
    });
  });
  const purchases = h('ul', { class: 'purchases', role: 'list' });
  const showPurchases = createList<PurchaseView>(purchases, {
    key: ({ productId }) => productId,
    create: (purchase) => createPurchase(() => customer, purchase),
  });
  let shownFacts = '';
  return {
    element: h(
      'li',
      { class: 'customer', 'data-focus-scope': true },
      h(
        'div',
        { class: 'customer-head' },
        h('div', {}, email, facts),
        h('div', { class: 'customer-buttons' }, remove, buy),
      ),
      purchases,
    ),
    update(next) {
      customer = next;
      setText(email, next.email);
      buy.setAttribute('aria-label', t('Buy for {email}', { email: next.email }));
      remove.setAttribute('aria-label', t('Delete {email}', { email: next.email }));
      const current = factsOf(next);
      if (shownFacts !== JSON.stringify(current)) {
        shownFacts = JSON.stringify(current);
        facts.replaceChildren(...current.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
      }
      purchases.hidden = next.purchases.length === 0;
      showPurchases(next.purchases);
    },
  };
}

export function createCustomers(dialogs: Dialogs): (view: ConsoleView) => void {
  const show = createList<CustomerView>(byId('customers-list'), {
    key: ({ customerId }) => customerId,
    create: (customer) => createCustomer(dialogs, customer),
  });
  return ({ customers }) => {
    show(customers.shown);
    describeList('customers', customers);
  };
}
