/** The screens of the checkout: login, payment, and how it ends. */
import type { CheckoutReply, OrderView, ReceiptView } from '../checkout/view.js';
import type { JsonObject } from '../http.js';
import { showIcon, showInput, showProblem, showSubmit } from './fields.js';
import { type Html, html, type Part } from './html.js';
import type { Writer } from './language.js';
import { present, showEnd, showTrouble, type View } from './trouble.js';

const TEST_CARD = '4242 4242 4242 4242';
const LARGEST_AMOUNT = 10_000;

/** Shows the head of the sheet, which stays through all screens. The script fills in the host of the site. */
export function showHeader({ translate: t }: Writer, { isEmbedded }: { isEmbedded: boolean }): Html {
  const close = html`type="button" class="close" data-do="close"`;
  return html`<header class="bar"><span class="bar-lock" data-kind="good">${showIcon('lock')}</span>
<span class="bar-text"><strong>${t('Secure checkout')}</strong><span class="soft" data-host></span></span>
${!isEmbedded && html`<button ${close} aria-label="${t('Close')}">${showIcon('close')}</button>`}</header>`;
}

function showDoing(action: string, label: string, kind = 'quiet'): Html {
  return html`<button type="button" class="${kind}" data-do="${action}">${label}</button>`;
}

/** Puts something into a sentence in the place of `{name}`. */
function fill(sentence: string, name: string, content: Html): Html {
  const [before, after] = sentence.split(`{${name}}`);
  return html`${before}${content}${after}`;
}

/** Shows an amount that the script changes while the reader decides what to pay. */
function showMoney(kind: 'price' | 'due', money: string): Html {
  return html`<span data-amount="${kind}">${money}</span>`;
}

function showRow(label: string, value: Part, kind = ''): Html {
  return html`<div class="row ${kind}"><dt>${label}</dt><dd>${value}</dd></div>`;
}

function showSummary(order: OrderView, { writer, email }: { writer: Writer; email?: string }): Html {
  const { translate: t } = writer;
  const { title, price, shipping, total, currency, interval, renewal, payWhatYouWant, testMode } = order;
  const money = (amount: number): string => writer.formatMoney(amount, currency);
  const isYearly = interval === 'year';
  const first = isYearly ? 'First year' : 'First month';
  const renews = isYearly
    ? 'Renews every year at {price} until you cancel.'
    : 'Renews every month at {price} until you cancel.';
  const priceLabel = payWhatYouWant ? 'Your price' : interval ? first : 'Price';
  const due = showMoney('due', money(total));
  // A single price needs no sum.
  const hasParts = shipping > 0 || payWhatYouWant || interval !== undefined;
  return html`<section class="summary" aria-label="${t('Order summary')}">
<p class="badges"><span class="soft">${t(renewal ? 'Renewal' : 'Your order')}</span>
${testMode && html`<span class="badge" data-kind="note">${t('Test mode')}</span>`}</p>
<p class="product">${title}</p>
${interval && html`<p class="soft">${t(isYearly ? 'Yearly subscription' : 'Monthly subscription')}</p>`}
<dl>${hasParts && showRow(t(priceLabel), showMoney('price', money(price)))}
${shipping > 0 && showRow(t('Shipping'), money(shipping))}
${showRow(t(interval ? 'Due today' : 'Total'), due, 'total')}</dl>
<p class="soft">${t('Including VAT where it applies')}</p>
${interval && html`<p class="renewal">${fill(t(renews), 'price', showMoney('price', money(price)))}</p>`}
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
  const attributes = html`type="email" required maxlength="254"`;
  const hint = t('In the sandbox there is no password to remember.');
  const other = register ? 'Log in instead' : 'Create an account';
  return showColumns(
    showSummary(order, { writer }),
    t(register ? 'Create your account' : 'Log in to go on'),
    html`<form data-step="login" data-register="${String(register)}" novalidate>
<input type="hidden" name="checkoutId" value="${checkoutId}">
${showInput('email', { label: t('E-mail address'), autocomplete: 'email', attributes, hint })}
${showProblem(t('We could not reach the payment service. Nothing was paid; please try again.'))}
${showSubmit(t(register ? 'Create account' : 'Log in'), t('One moment…'))}
<p class="switch">${t(register ? 'Do you have an account?' : 'New here?')} ${showDoing('switch', t(other), 'link')}</p>
${showDoing('close', t('Cancel'))}</form>`,
  );
}

/** Shows the card, filled in. Browsers are asked not to offer real ones. */
function showCard({ translate: t }: Writer, isFree: boolean): Html {
  const attributes = html`type="text" inputmode="numeric" spellcheck="false" required`;
  const year = String(new Date().getFullYear() + 3).slice(-2);
  const number = { value: TEST_CARD, attributes, prefix: showIcon('card') };
  return html`<div class="card" data-when="priced" ${isFree && html`hidden`}>
${showInput('cardNumber', { label: t('Card number'), ...number })}
<div class="pair">${showInput('card-expiry', { label: t('Valid until'), value: `12 / ${year}`, attributes })}
${showInput('card-code', { label: t('Security code'), value: '123', attributes })}</div></div>`;
}

function showAmount({ price, currency }: OrderView, writer: Writer): Html {
  const { translate: t, locale } = writer;
  const format = { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false };
  const money = (amount: number): string => writer.formatMoney(amount, currency);
  const limits = { price: money(price), most: money(LARGEST_AMOUNT) };
  const wrong = t('At least {price}, please, and at most {most}.', limits);
  return showInput('amount', {
    label: t('What do you want to pay?'),
    value: new Intl.NumberFormat(locale, format).format(price),
    attributes: html`inputmode="decimal" data-most="${LARGEST_AMOUNT}" data-wrong="${wrong}"`,
    hint: t('At least {price}. Every cent more supports the authors.', limits),
    prefix: money(0).replace(/[\d\s.,]/g, ''),
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
  const due = showMoney('due', writer.formatMoney(order.total, order.currency));
  const label = html`${showIcon('lock')}
<span data-when="priced" ${isFree && html`hidden`}>${fill(t('Pay {price}'), 'price', due)}</span>
<span data-when="free" ${!isFree && html`hidden`}>${t('Confirm the order')}</span>`;
  const terms = t('By paying you accept the terms of {site} and know of your right to withdraw.');
  return showColumns(
    showSummary(order, { writer, email }),
    t('Pay by card'),
    html`<p class="box" data-kind="note"><strong>${t('Test payment. ')}</strong>
${t('No money moves, and the card below is a test card.')}</p>
<form data-step="pay" novalidate><input type="hidden" name="checkoutId" value="${checkoutId}">
${order.payWhatYouWant && showAmount(order, writer)}
${showCard(writer, isFree)}
${showProblem(t('We could not reach the payment service. Nothing was paid; please try again.'))}
${showSubmit(label, t('Paying…'))}
${isV3 ? showOutcomes(writer) : showDoing('close', t('Cancel'))}</form>
<p class="legal soft">${fill(terms, 'site', html`<span data-host></span>`)}
${t('This checkout is a sandbox: it stores no card and charges nothing.')}</p>`,
  );
}

function showReceipt(...rows: readonly (readonly [string, string])[]): Html {
  return html`<dl class="receipt">${rows.map(([label, value]) => showRow(label, value))}</dl>`;
}

function showPaid({ title, amount, currency, email, orderNumber }: ReceiptView, { writer, isV3 }: View): Html {
  const { translate: t } = writer;
  const money = writer.formatMoney(amount, currency);
  const content = html`<p>${t('Your payment went through. Enjoy what you bought.')}</p>
${showReceipt([title, money], [t('Bought as'), email], [t('Order number'), orderNumber])}
${!isV3 && showDoing('close', t('Back to the site'), 'primary')}
<p class="legal soft">${t('A test payment: nothing was charged.')}</p>`;
  return showEnd('check', t('Thank you'), content);
}

function showOwned(reply: Extract<CheckoutReply, { step: 'owned' }>, view: View): Html {
  const { translate: t } = view.writer;
  const content = html`<p>${t('You bought it before, so there is nothing to pay.')}</p>
${showReceipt([t('Product'), reply.order.title], [t('Bought as'), reply.email])}
${!view.isV3 && showDoing('close', t('Back to the site'), 'primary')}${showDoing('pay-again', t('Buy it again'))}
<template id="again">${showPayment(reply, view)}</template>`;
  return showEnd('check', t('You have this already'), content);
}

function showScreen(reply: CheckoutReply, view: View): Html {
  switch (reply.step) {
    case 'login':
      return showLogin(reply, view);
    case 'pay':
      return showPayment(reply, view);
    case 'owned':
      return showOwned(reply, view);
    case 'elsewhere':
      return html``;
    case 'paid':
      return showPaid(reply.receipt, view);
    case 'error':
      return showTrouble(reply, view);
  }
}

/** Takes a step of the checkout, and answers with the screen that comes next. */
export function presentCheckout(body: JsonObject, take: () => CheckoutReply): object {
  return present('checkout', body, (view) => {
    const reply = take();
    return { ...reply, html: showScreen(reply, view).text };
  });
}
