/** The order summary beside or above the form. */
import type { OrderView } from '../../checkout/view.js';
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
    renewal.textContent = order.interval ? `Renews every ${order.interval} at ${money(amount)} until you cancel.` : '';
  };
  setAmount(order.price);
  const row = (label: string, amount: HTMLElement, className = 'row') =>
    h('div', { class: className }, h('dt', {}, label), amount);
  const kind = order.interval === 'year' ? 'Yearly subscription' : 'Monthly subscription';
  const element = h(
    'section',
    { class: 'summary', 'aria-label': 'Order summary' },
    h(
      'p',
      { class: 'badges' },
      h('span', { class: 'eyebrow' }, order.renewal ? 'Renewal' : 'Your order'),
      order.testMode && h('span', { class: 'badge' }, 'Test mode'),
    ),
    h('p', { class: 'product' }, order.title),
    order.interval && h('p', { class: 'kind' }, kind),
    h(
      'dl',
      {},
      // A single price needs no sum.
      (order.shipping > 0 || order.payWhatYouWant || order.interval) &&
        row(order.payWhatYouWant ? 'Your price' : order.interval ? `First ${order.interval}` : 'Price', price),
      order.shipping > 0 && row('Shipping', h('dd', {}, money(order.shipping))),
      row(order.interval ? 'Due today' : 'Total', total, 'row total'),
    ),
    h('p', { class: 'tax' }, 'Including VAT where it applies'),
    order.interval && renewal,
    email !== undefined && h('p', { class: 'buyer' }, 'Bought as ', h('strong', {}, email)),
  );
  return { element, setAmount };
}
