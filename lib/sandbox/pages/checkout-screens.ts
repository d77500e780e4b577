/** The screens of the checkout: login, payment, and how it ends. */
import type { CheckoutReply, OrderView, ReceiptView } from '../checkout/view.js';
import type { JsonObject } from '../http.js';
import { type CheckoutErrorCode, findErrorText, findFieldText } from './checkout-errors.js';
import { showField, showIcon, showProblem, showSubmit } from './fields.js';
import { type Html, html, type Part } from './html.js';
import type { Text, Writer } from './language.js';
import { present, type View } from './present.js';

const TEST_CARD = '4242 4242 4242 4242';
const LARGEST_AMOUNT = 10_000;

/** Shows the head of the sheet, which stays through all screens. The script fills in the host of the site. */
export function showHeader({ translate: t }: Writer, { isEmbedded }: { isEmbedded: boolean }): Html {
  const close = html`type="button" class="close" data-do="close"`;
  return html`<header class="bar"><span class="bar-lock">${showIcon('lock')}</span>
<span class="bar-text"><strong>${t('Secure checkout')}</strong><span class="host" data-host></span></span>
${!isEmbedded && html`<button ${close} aria-label="${t('Close')}">${showIcon('close')}</button>`}</header>`;
}

function showDoing(action: string, label: string, kind = 'quiet'): Html {
  return html`<button type="button" class="${kind}" data-do="${action}">${label}</button>`;
}

/** Puts an amount into a sentence, where the script changes it while the reader decides what to pay. */
function fillAmount(sentence: string, amount: 'price' | 'due', money: string): Html {
  const [before = '', after = ''] = sentence.split('{price}');
  return html`${before}<span data-amount="${amount}">${money}</span>${after}`;
}

function showSummary(order: OrderView, { writer, email }: { writer: Writer; email?: string }): Html {
  const { translate: t } = writer;
  const { title, price, shipping, total, currency, interval, renewal, payWhatYouWant, testMode } = order;
  const money = (amount: number): string => writer.formatMoney(amount, currency);
  const row = (label: string, amount: Part, className = 'row'): Html =>
    html`<div class="${className}"><dt>${label}</dt><dd>${amount}</dd></div>`;
  const first = interval === 'year' ? t('First year') : t('First month');
  const priceLabel = payWhatYouWant ? t('Your price') : interval ? first : t('Price');
  const renews = t(
    interval === 'year'
      ? 'Renews every year at {price} until you cancel.'
      : 'Renews every month at {price} until you cancel.',
  );
  const due = html`<span class="total-amount" data-amount="due">${money(total)}</span>`;
  // A single price needs no sum.
  const hasParts = shipping > 0 || payWhatYouWant || interval !== undefined;
  return html`<section class="summary" aria-label="${t('Order summary')}">
<p class="badges"><span class="eyebrow">${t(renewal ? 'Renewal' : 'Your order')}</span>
${testMode && html`<span class="badge note">${t('Test mode')}</span>`}</p>
<p class="product">${title}</p>
${interval && html`<p class="kind">${t(interval === 'year' ? 'Yearly subscription' : 'Monthly subscription')}</p>`}
<dl>${hasParts && row(priceLabel, html`<span data-amount="price">${money(price)}</span>`)}
${shipping > 0 && row(t('Shipping'), money(shipping))}
${row(t(interval ? 'Due today' : 'Total'), due, 'row total')}</dl>
<p class="tax">${t('Including VAT where it applies')}</p>
${interval && html`<p class="renewal">${fillAmount(renews, 'price', money(price))}</p>`}
${email !== undefined && html`<p class="buyer">${t('Bought as')} <strong>${email}</strong></p>`}
</section>`;
}

function showColumns(summary: Html, title: string, content: Part): Html {
  return html`<div class="columns">${summary}
<section class="main"><h1 id="heading" tabindex="-1">${title}</h1>${content}</section></div>`;
}

function showLogin(reply: Extract<CheckoutReply, { step: 'login' }>, { writer }: View): Html {
  const { translate: t } = writer;
  const { checkoutId, order, register } = reply;
  const attributes = html`type="email" autocomplete="email" required maxlength="254"`;
  const hint = t('In the sandbox there is no password to remember.');
  const other = register ? 'Log in instead' : 'Create an account';
  return showColumns(
    showSummary(order, { writer }),
    t(register ? 'Create your account' : 'Log in to go on'),
    html`<form data-step="login" data-register="${String(register)}" novalidate>
<input type="hidden" name="checkoutId" value="${checkoutId}">
${showField('email', t('E-mail address'), { attributes, hint })}
${showProblem(t('We could not reach the payment service. Nothing was paid; please try again.'))}
${showSubmit(t(register ? 'Create account' : 'Log in'), t('One moment…'))}
<p class="switch">${t(register ? 'Do you have an account?' : 'New here?')} ${showDoing('switch', t(other), 'link')}</p>
${showDoing('close', t('Cancel'))}</form>`,
  );
}

/** Shows the card, filled in. Browsers are asked not to offer real ones. */
function showCard({ translate: t }: Writer, isFree: boolean): Html {
  const plain = html`type="text" inputmode="numeric" autocomplete="off" spellcheck="false" required`;
  const year = String(new Date().getFullYear() + 3).slice(-2);
  const number = html`${plain} value="${TEST_CARD}" maxlength="23"`;
  const expiry = html`${plain} value="12 / ${year}" maxlength="7"`;
  const code = html`${plain} value="123" maxlength="4"`;
  return html`<div class="card" data-when="priced" ${isFree && html`hidden`}>
${showField('cardNumber', t('Card number'), { attributes: number, prefix: showIcon('card') })}
<div class="pair">${showField('card-expiry', t('Valid until'), { attributes: expiry })}
${showField('card-code', t('Security code'), { attributes: code })}</div></div>`;
}

function showAmount(order: OrderView, writer: Writer): Html {
  const { translate: t, locale } = writer;
  const format = { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false };
  const value = new Intl.NumberFormat(locale, format).format(order.price);
  const [price, most] = [order.price, LARGEST_AMOUNT].map((amount) => writer.formatMoney(amount, order.currency));
  const limits = { price: String(price), most: String(most) };
  const wrong = t('At least {price}, please, and at most {most}.', limits);
  return showField('amount', t('What do you want to pay?'), {
    attributes: html`inputmode="decimal" autocomplete="off" value="${value}"
data-most="${LARGEST_AMOUNT}" data-wrong="${wrong}"`,
    hint: t('At least {price}. Every cent more supports the authors.', limits),
    prefix: writer.formatMoney(0, order.currency).replace(/[\d\s.,]/g, ''),
  });
}

/** Shows a button for whatever else can become of a purchase of API v3, so that a site sees how it takes it. */
function showOutcomes({ translate: t }: Writer): Html {
  const outcomes = {
    leave: 'Pay on another page',
    decline: 'The payment fails',
    'have-already': 'Bought already (-1)',
    forbid: 'Not allowed (-2)',
    fail: 'An error',
  } as const;
  const buttons = Object.entries(outcomes).map(([action, label]) => showDoing(action, t(label)));
  return html`<div role="group" aria-label="${t('What else may happen')}">${buttons}</div>`;
}

function showPayment(
  { checkoutId, order, email }: { checkoutId: string; order: OrderView; email: string },
  view: View,
): Html {
  const { writer, isV3 } = view;
  const { translate: t } = writer;
  const isFree = order.total === 0;
  const label = html`${showIcon('lock')}<span data-when="priced" ${isFree && html`hidden`}>${fillAmount(
    t('Pay {price}'),
    'due',
    writer.formatMoney(order.total, order.currency),
  )}</span><span data-when="free" ${!isFree && html`hidden`}>${t('Confirm the order')}</span>`;
  const [before = '', after = ''] = t(
    'By paying you accept the terms of {site} and know of your right to withdraw. This checkout is a sandbox: it stores no card and charges nothing.',
  ).split('{site}');
  return showColumns(
    showSummary(order, { writer, email }),
    t('Pay by card'),
    html`<p class="notice"><strong>${t('Test payment. ')}</strong>
${t('No money moves, and the card below is a test card.')}</p>
<form data-step="pay" novalidate><input type="hidden" name="checkoutId" value="${checkoutId}">
${order.payWhatYouWant && showAmount(order, writer)}
${showCard(writer, isFree)}
${showProblem(t('We could not reach the payment service. Nothing was paid; please try again.'))}
${showSubmit(label, t('Paying…'))}
${isV3 ? showOutcomes(writer) : showDoing('close', t('Cancel'))}</form>
<p class="legal">${before}<span data-host></span>${after}</p>`,
  );
}

function showReceipt(rows: readonly (readonly [string, string])[]): Html {
  const shown = rows.map(([label, value]) => html`<div class="row"><dt>${label}</dt><dd>${value}</dd></div>`);
  return html`<dl class="receipt">${shown}</dl>`;
}

function showEnd(icon: 'check' | 'alert', title: string, content: Part): Html {
  return html`<section class="end"><span class="medal ${icon === 'check' ? 'good' : 'bad'}">${showIcon(icon)}</span>
<h1 id="heading" tabindex="-1">${title}</h1>${content}</section>`;
}

function showPaid({ title, amount, currency, email, orderNumber }: ReceiptView, { writer, isV3 }: View): Html {
  const { translate: t } = writer;
  const rows = [
    [title, writer.formatMoney(amount, currency)],
    [t('Bought as'), email],
    [t('Order number'), orderNumber],
  ] as const;
  return showEnd(
    'check',
    t('Thank you'),
    html`<p class="lead">${t('Your payment went through. Enjoy what you bought.')}</p>${showReceipt(rows)}
${!isV3 && showDoing('close', t('Back to the site'), 'primary')}
<p class="legal">${t('A test payment: nothing was charged.')}</p>`,
  );
}

function showOwned(reply: Extract<CheckoutReply, { step: 'owned' }>, view: View): Html {
  const { translate: t } = view.writer;
  return showEnd(
    'check',
    t('You have this already'),
    html`<p class="lead">${t('You bought it before, so there is nothing to pay.')}</p>
${showReceipt([
  [t('Product'), reply.order.title],
  [t('Bought as'), reply.email],
])}
${!view.isV3 && showDoing('close', t('Back to the site'), 'primary')}${showDoing('pay-again', t('Buy it again'))}
<template id="again">${showPayment(reply, view)}</template>`,
  );
}

/** Shows that it ends here, and that nothing was bought. */
export function showCheckoutError(error: { code: CheckoutErrorCode; detail: string }, { writer, isV3 }: View): Html {
  const { translate: t } = writer;
  const [title, ...sentences] = findErrorText(error.code).map((text: Text) => t(text));
  return showEnd(
    'alert',
    title ?? '',
    html`<p class="lead">${sentences.join(' ')}</p><p class="charged">${t('You have not been charged.')}</p>
${error.code !== 'no-site' && showDoing('close', t(isV3 ? 'Start again' : 'Close'), 'primary')}
<p class="code">${t('Error code: ')}<code>${error.code}</code><span class="detail">${error.detail}</span></p>`,
  );
}

function showScreen(reply: CheckoutReply, view: View): Html {
  switch (reply.step) {
    case 'login':
      return showLogin(reply, view);
    case 'pay':
      return showPayment(reply, view);
    case 'owned':
      return showOwned(reply, view);
    case 'paid':
      return showPaid(reply.receipt, view);
    case 'error':
      return showCheckoutError(reply, view);
  }
}

/** Takes a step of the checkout, and answers with the screen that comes next. */
export function presentCheckout(body: JsonObject, take: () => CheckoutReply): CheckoutReply {
  return present(body, {
    take: (view) => {
      const reply = take();
      return { ...reply, html: showScreen(reply, view).text };
    },
    explain: ({ code, message }, view) => {
      const beside = findFieldText(code);
      if (!beside) return { html: showCheckoutError({ code, detail: message }, view) };
      return { text: view.writer.translate(beside.text), field: beside.field };
    },
  });
}
