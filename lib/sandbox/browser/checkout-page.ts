/** The script of the checkout: begins when the site's page sends its message, and then shows one screen after another. */
import type { CheckoutReply, OrderView } from '../checkout/view.js';
import {
  type Answer,
  byId,
  complain,
  connectSite,
  isEmbedded,
  isV3,
  locale,
  showScreen,
  submitForm,
  takeStep,
  tellSite,
} from './shared/frame.js';
import type { FrameMessage, StartMessage, StatisticMessage } from './shared/messages.js';

type Reply = Answer & CheckoutReply;

const sheet = byId('sheet');

/** What else can become of a purchase of API v3. */
const OUTCOMES: Readonly<Record<string, FrameMessage>> = {
  decline: { type: 'plenigo:declined' },
  'have-already': { type: 'plenigo:paid', order: '-1' },
  forbid: { type: 'plenigo:paid', order: '-2' },
  fail: { type: 'plenigo:error', message: 'An error that was asked for in the sandbox.' },
};

/** plenigo's names of the pages that a sandbox has of those of API v3, by the step or the code that shows them. */
const PAGE_NAMES: Readonly<Record<string, string>> = {
  pay: 'defaultPaymentSelectForm',
  paid: 'defaultPurchaseFinishedForm',
  error: 'defaultErrorForm',
  'purchase-outdated': 'defaultSessionOutdatedForm',
  'checkout-ended': 'defaultSessionOutdatedForm',
};

/** How the site has begun this checkout. */
let begun: StartMessage['body'] = {};
/** What is sold. */
let order: OrderView | undefined;

async function start(body: StartMessage['body']): Promise<void> {
  begun = body;
  handle(await takeStep(isV3 ? '/checkout/v3/start' : '/checkout/start', body));
}

/** Begins again with a registration instead of a login, or the other way round, and keeps what was typed. */
async function switchLogin(form: HTMLFormElement): Promise<void> {
  const email = String(new FormData(form).get('email'));
  await start({ ...begun, [isV3 ? 'register' : 'startWithRegistration']: form.dataset.register !== 'true' });
  const field = sheet.querySelector<HTMLInputElement>('[name="email"]');
  if (field) field.value = email;
}

/** Reads the chosen price, with a comma or a point. Without the field it is that of the order; a wrong one is none. */
function readPrice(form: HTMLFormElement, { price }: OrderView): number | undefined {
  const field = form.querySelector<HTMLInputElement>('[name="amount"]');
  if (!field) return price;
  const text = field.value.trim().replace(',', '.');
  const value = /^\d+(\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
  return value >= price && value <= Number(field.dataset.most) ? value : undefined;
}

/** Shows what is due. Who pays nothing needs no card. */
function showPrice(price: number, { shipping, currency }: OrderView): void {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  for (const place of document.querySelectorAll<HTMLElement>('[data-amount]')) {
    place.textContent = format.format(place.dataset.amount === 'due' ? price + shipping : price);
  }
  const isFree = price + shipping === 0;
  for (const label of document.querySelectorAll<HTMLElement>('[data-when]')) {
    label.hidden = (label.dataset.when === 'free') !== isFree;
  }
}

/** While a payment is under way, the checkout stays. */
function close(): void {
  if (!sheet.querySelector('[aria-busy]')) tellSite({ type: 'plenigo:close' });
}

function tellStatistic(action: StatisticMessage['action'], pageName?: StatisticMessage['pageName']): void {
  const isFree = sheet.querySelector<HTMLElement>('.card')?.hidden;
  const shown = pageName ?? (isFree ? 'zeroPayment' : 'enterCreditCard');
  if (order) tellSite({ type: 'plenigo:statistic', action, pageName: shown, product: order.productId });
}

/** Lets Tab go round inside of a dialog that fills its frame. */
function keepFocus(event: KeyboardEvent): void {
  const stops = [...sheet.querySelectorAll<HTMLElement>('button, input')].filter((stop) => stop.offsetParent);
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const active = document.activeElement;
  const isAtEnd = event.shiftKey ? active === first || active?.id === 'heading' : active === last;
  if (!isAtEnd && sheet.contains(active)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

function show(name: string, screen?: string): void {
  const isFirst = sheet.dataset.screen === 'loading';
  sheet.dataset.screen = name;
  showScreen(screen);
  sheet.scrollTop = 0;
  // An embedded checkout that opens with the page must not pull the reader down to it.
  if (!(isEmbedded && isFirst)) byId('heading').focus({ preventScroll: !isEmbedded });
  if (name === 'pay') tellStatistic('load');
}

function handle(reply: Reply): void {
  if ('order' in reply) order = reply.order;
  if (reply.step === 'pay' || reply.step === 'owned') tellSite({ type: 'plenigo:logged-in' });
  // Who closes now has what they came for, so the page should look again.
  if (reply.step === 'owned') tellSite({ type: 'plenigo:paid', order: '-1' });
  if (reply.step === 'paid') tellSite({ type: 'plenigo:paid', order: reply.receipt.orderNumber });
  const pageName = PAGE_NAMES[reply.code ?? reply.step] ?? PAGE_NAMES[reply.step];
  if (isV3 && pageName) tellSite({ type: 'plenigo:page', pageName });
  if (reply.step === 'error') tellSite({ type: 'plenigo:error', message: reply.detail });
  if ('showScreen' in reply && !reply.showScreen) close();
  else show(reply.step, reply.html);
}

async function logIn(form: HTMLFormElement): Promise<void> {
  const register = form.dataset.register === 'true';
  const answer = await submitForm(form, (values) => takeStep<Reply>('/checkout/login', { ...values, register }));
  if (answer) handle(answer);
}

/** Pays here, or as if at another page, from which the reader comes back to the site. */
async function pay(form: HTMLFormElement, isElsewhere = false): Promise<void> {
  const amount = order && readPrice(form, order);
  if (amount === undefined) {
    complain(form, { text: form.querySelector<HTMLElement>('[data-wrong]')?.dataset.wrong ?? '', field: 'amount' });
    return;
  }
  const answer = await submitForm<Reply>(form, async (values) => {
    tellStatistic('submit');
    const reply = await takeStep<Reply>('/checkout/pay', { ...values, amount, isElsewhere });
    if (reply.code === 'card-declined') {
      tellStatistic('load', 'paymentFailed');
      tellSite({ type: 'plenigo:declined' });
    }
    return reply;
  });
  if (answer?.step === 'elsewhere') tellSite({ type: 'plenigo:leave', secret: answer.secret });
  else if (answer) handle(answer);
}

sheet.addEventListener('click', ({ target }) => {
  const button = (target as Element).closest<HTMLElement>('[data-do]');
  const form = button?.closest('form');
  const action = button?.dataset.do ?? '';
  const outcome = OUTCOMES[action];
  if (outcome) tellSite(outcome);
  if (action === 'close') close();
  if (action === 'pay-again') show('pay', byId('again').innerHTML);
  if (action === 'switch' && form) void switchLogin(form);
  if (action === 'leave' && form) void pay(form, true);
});
sheet.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  void (form.dataset.step === 'login' ? logIn(form) : pay(form));
});
sheet.addEventListener('input', ({ target }) => {
  const { form } = target as HTMLInputElement;
  if (!form || !order) return;
  const price = readPrice(form, order);
  if (price === undefined) return;
  complain(form);
  showPrice(price, order);
});

if (!isEmbedded) {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    if (event.key === 'Tab') keepFocus(event);
  });
}
connectSite(
  (body) => void start(body),
  (answer) => handle(answer as Reply),
);
