/** The screens at the end: paid, owned already, and what went wrong. */
import type { OrderView, ReceiptView } from '../../checkout/view.js';
import { h, icon } from './dom.js';
import { formatMoney } from './money.js';
import { heading, type Sheet } from './sheet.js';
import { type ErrorCode, errorText } from './texts.js';

function action(text: string, onClick: () => void, className = 'primary'): HTMLButtonElement {
  const button = h('button', { type: 'button', class: className }, text);
  button.addEventListener('click', onClick);
  return button;
}

function rows(entries: readonly (readonly [string, string])[]): HTMLElement {
  return h(
    'dl',
    { class: 'receipt' },
    ...entries.map(([label, value]) => h('div', { class: 'row' }, h('dt', {}, label), h('dd', {}, value))),
  );
}

/** The payment went through. */
export function showPaidScreen(sheet: Sheet, receipt: ReceiptView): void {
  const amount = formatMoney(receipt.amount, receipt.currency, sheet.locale);
  sheet.show(
    'paid',
    h(
      'section',
      { class: 'end' },
      h('span', { class: 'medal good' }, icon('check')),
      heading('Thank you'),
      h('p', { class: 'lead' }, 'Your payment went through. Enjoy what you bought.'),
      rows([
        [receipt.title, amount],
        ['Bought as', receipt.email],
        ['Order number', receipt.orderNumber],
      ]),
      !sheet.isV3 && action('Back to the site', sheet.close),
      h('p', { class: 'legal' }, 'A test payment: nothing was charged.'),
    ),
  );
}

/** The customer has the product already. */
export function showOwnedScreen(
  sheet: Sheet,
  { order, email }: { order: OrderView; email: string },
  onBuyAgain: () => void,
): void {
  sheet.show(
    'owned',
    h(
      'section',
      { class: 'end' },
      h('span', { class: 'medal good' }, icon('check')),
      heading('You have this already'),
      h('p', { class: 'lead' }, 'You bought it before, so there is nothing to pay.'),
      rows([
        ['Product', order.title],
        ['Bought as', email],
      ]),
      !sheet.isV3 && action('Back to the site', sheet.close),
      action('Buy it again', onBuyAgain, 'quiet'),
    ),
  );
}

/** It ends here, and nothing was bought. */
export function showErrorScreen(sheet: Sheet, { code, detail }: { code: ErrorCode; detail: string }): void {
  const { title, text } = errorText(code);
  sheet.show(
    'error',
    h(
      'section',
      { class: 'end' },
      h('span', { class: 'medal bad' }, icon('alert')),
      heading(title),
      h('p', { class: 'lead' }, text),
      h('p', { class: 'charged' }, 'You have not been charged.'),
      sheet.site && action(sheet.isV3 ? 'Start again' : 'Close', sheet.close),
      h('p', { class: 'code' }, 'Error code: ', h('code', {}, code), h('span', { class: 'detail' }, detail)),
    ),
  );
}
