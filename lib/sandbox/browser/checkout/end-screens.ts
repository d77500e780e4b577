/** The screens at the end: paid, owned already, and what went wrong. */

import type { OrderView, ReceiptView } from '../../checkout/view.js';
import { t } from '../shared/texts.js';
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
      heading(t('Thank you')),
      h('p', { class: 'lead' }, t('Your payment went through. Enjoy what you bought.')),
      rows([
        [receipt.title, amount],
        [t('Bought as'), receipt.email],
        [t('Order number'), receipt.orderNumber],
      ]),
      !sheet.isV3 && action(t('Back to the site'), sheet.close),
      h('p', { class: 'legal' }, t('A test payment: nothing was charged.')),
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
      heading(t('You have this already')),
      h('p', { class: 'lead' }, t('You bought it before, so there is nothing to pay.')),
      rows([
        [t('Product'), order.title],
        [t('Bought as'), email],
      ]),
      !sheet.isV3 && action(t('Back to the site'), sheet.close),
      action(t('Buy it again'), onBuyAgain, 'quiet'),
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
      h('p', { class: 'charged' }, t('You have not been charged.')),
      sheet.site && action(t(sheet.isV3 ? 'Start again' : 'Close'), sheet.close),
      h('p', { class: 'code' }, t('Error code: '), h('code', {}, code), h('span', { class: 'detail' }, detail)),
    ),
  );
}
