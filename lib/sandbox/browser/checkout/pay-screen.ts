/** The screen that takes the payment. */

import type { OrderView } from '../../checkout/view.js';
import type { StatisticMessage } from '../shared/messages.js';
import { t } from '../shared/texts.js';
import { h, icon } from './dom.js';
import { field, problem, whileBusy } from './fields.js';
import { currencySign, formatMoney, formatNumber, parseAmount } from './money.js';
import { outcomes } from './outcomes.js';
import { type Answer, server } from './server.js';
import { heading, type Sheet } from './sheet.js';
import { summary } from './summary.js';
import { fieldText } from './texts.js';

const TEST_CARD = '4242 4242 4242 4242';
const LARGEST_AMOUNT = 10_000;

/** The card fields. They are filled in, and browsers are asked not to offer real cards. */
function cardFields() {
  const year = new Date().getFullYear() + 3;
  const plain = { type: 'text', autocomplete: 'off', spellcheck: 'false', required: '' };
  const digits = { ...plain, inputmode: 'numeric' };
  const number = field(
    'card-number',
    t('Card number'),
    { ...digits, value: TEST_CARD, maxlength: '23' },
    { prefix: icon('card') },
  );
  const expiry = field('card-expiry', t('Valid until'), {
    ...digits,
    value: `12 / ${String(year).slice(-2)}`,
    maxlength: '7',
  });
  const code = field('card-code', t('Security code'), { ...digits, value: '123', maxlength: '4' });
  const element = h(
    'div',
    { class: 'fields' },
    number.element,
    h('div', { class: 'pair' }, expiry.element, code.element),
  );
  return { element, number: number.input };
}

/** `onAnswer` gets every answer that this screen does not handle itself. */
export function showPayScreen(
  sheet: Sheet,
  { checkoutId, order, email }: { checkoutId: string; order: OrderView; email: string },
  onAnswer: (answer: Answer) => void,
): void {
  const { locale } = sheet;
  const tell = (action: StatisticMessage['action'], pageName: StatisticMessage['pageName']): void =>
    sheet.site?.send({ type: 'plenigo:statistic', action, pageName, product: order.productId });
  const money = (amount: number) => formatMoney(amount, order.currency, locale);
  const side = summary(order, { locale, email });
  const fault = problem();
  const card = cardFields();
  const amount = field(
    'amount',
    t('What do you want to pay?'),
    { type: 'text', inputmode: 'decimal', autocomplete: 'off', value: formatNumber(order.price, locale) },
    {
      hint: t('At least {price}. Every cent more supports the authors.', { price: money(order.price) }),
      prefix: currencySign(order.currency, locale),
    },
  );

  const label = h('span', {});
  const pay = h('button', { type: 'submit', class: 'primary' }, icon('lock'), label);
  const setAmount = (value: number): void => {
    side.setAmount(value);
    const due = value + order.shipping;
    label.textContent = due > 0 ? t('Pay {price}', { price: money(due) }) : t('Confirm the order');
    card.element.hidden = due === 0;
  };
  const pageName = () => (card.element.hidden ? 'zeroPayment' : 'enterCreditCard');
  setAmount(order.price);
  const chosen = (): number | undefined => {
    const value = parseAmount(amount.input.value);
    return value !== undefined && value >= order.price && value <= LARGEST_AMOUNT ? value : undefined;
  };
  amount.input.addEventListener('input', () => {
    const value = chosen();
    if (value === undefined) return;
    fault.clear();
    setAmount(value);
  });

  const leave = async (): Promise<void> => {
    const answer = await server.pay({ checkoutId, cardNumber: TEST_CARD });
    if (answer.step === 'paid') sheet.site?.send({ type: 'plenigo:leave' });
    else onAnswer(answer);
  };
  const cancel = h('button', { type: 'button', class: 'quiet' }, t('Cancel'));
  cancel.addEventListener('click', sheet.close);
  const form = h(
    'form',
    { novalidate: true },
    order.payWhatYouWant && amount.element,
    card.element,
    fault.element,
    pay,
    sheet.isV3 ? outcomes(sheet.site, leave) : cancel,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });

  const submit = async (): Promise<void> => {
    if (pay.disabled) return;
    fault.clear();
    const value = order.payWhatYouWant ? chosen() : order.price;
    if (value === undefined) {
      const limits = { price: money(order.price), most: money(LARGEST_AMOUNT) };
      fault.set(t('At least {price}, please, and at most {most}.', limits), amount.input);
      return;
    }
    tell('submit', pageName());
    sheet.setBusy(true);
    cancel.disabled = true;
    const answer = await whileBusy(pay, t('Paying…'), () =>
      server.pay({ checkoutId, cardNumber: card.number.value, amount: value }),
    );
    sheet.setBusy(false);
    cancel.disabled = false;
    const text = answer.step === 'error' ? fieldText(answer.code) : undefined;
    if (answer.step === 'error' && answer.code === 'card-declined') {
      tell('load', 'paymentFailed');
      sheet.site?.send({ type: 'plenigo:declined' });
    }
    if (text === undefined) onAnswer(answer);
    else fault.set(text, answer.step === 'error' && answer.code === 'network' ? undefined : card.number);
  };

  sheet.show(
    'pay',
    h(
      'div',
      { class: 'columns' },
      side.element,
      h(
        'section',
        { class: 'main' },
        heading(t('Pay by card')),
        h(
          'p',
          { class: 'notice' },
          h('strong', {}, t('Test payment. ')),
          t('No money moves, and the card below is a test card.'),
        ),
        form,
        h(
          'p',
          { class: 'legal' },
          t(
            'By paying you accept the terms of {site} and know of your right to withdraw. This checkout is a sandbox: it stores no card and charges nothing.',
            { site: sheet.site?.host ?? t('the site') },
          ),
        ),
      ),
    ),
  );
  tell('load', pageName());
}
