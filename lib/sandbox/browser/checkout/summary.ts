/** The order summary beside or above the form. */

import type { OrderView } from '../../checkout/view.js';
import { t } from '../shared/texts.js';
import { h } from './dom.js';
import { formatMoney } from './money.js';

/** What the reader buys and what it costs. `setAmount` follows a pay-what-you-want field. */
export function summary(
  order: OrderView,
  { locale, email }: { locale: string; email?: string },
): { element: HTMLElement; setAmount: (amount: number) => void } {
  const money = (amount: number) => formatMoney(amount, order.currency, locale);
  const price = h('dd', {});
  const total = h('dd', { class: 'total-amount' });
  const renewal = h('p', { class: 'renewal' });
  const setAmount = (amount: number): void => {
    const due = amount + order.shipping;
    price.textContent = money(amount);
    total.textContent = money(due);
    const each = { price: money(amount) };
    renewal.textContent = order.interval ? t(`Renews every ${order.interval} at {price} until you cancel.`, each) : '';
  };
  setAmount(order.price);
  const row = (label: string, amount: HTMLElement, className = 'row') =>
    h('div', { class: className }, h('dt', {}, label), amount);
  const kind = t(order.interval === 'year' ? 'Yearly subscription' : 'Monthly subscription');
  const element = h(
    'section',
    { class: 'summary', 'aria-label': t('Order summary') },
    h(
      'p',
      { class: 'badges' },
      h('span', { class: 'eyebrow' }, t(order.renewal ? 'Renewal' : 'Your order')),
      order.testMode && h('span', { class: 'badge' }, t('Test mode')),
    ),
    h('p', { class: 'product' }, order.title),
    order.interval && h('p', { class: 'kind' }, kind),
    h(
      'dl',
      {},
      // A single price needs no sum.
      (order.shipping > 0 || order.payWhatYouWant || order.interval) &&
        row(t(order.payWhatYouWant ? 'Your price' : order.interval ? `First ${order.interval}` : 'Price'), price),
      order.shipping > 0 && row(t('Shipping'), h('dd', {}, money(order.shipping))),
      row(t(order.interval ? 'Due today' : 'Total'), total, 'row total'),
    ),
    h('p', { class: 'tax' }, t('Including VAT where it applies')),
    order.interval && renewal,
    email !== undefined && h('p', { class: 'buyer' }, t('Bought as'), ' ', h('strong', {}, email)),
  );
  return { element, setAmount };
}
