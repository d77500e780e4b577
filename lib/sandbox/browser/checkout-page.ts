/** The script of the checkout: begins when the site's page sends its message, and then shows one screen after another. */
import type { CheckoutReply, OrderView } from '../checkout/view.js';
import { readPrice, showPrice } from './checkout/amount.js';
import { keepFocus } from './checkout/focus.js';
import {
  type Answer,
  byId,
  complain,
  makeTrouble,
  showScreen,
  submitForm,
  takeStep,
  tellHeight,
} from './shared/frame.js';
import type { FrameMessage, StartMessage, StatisticMessage, V3StartMessage } from './shared/messages.js';
import { connectSite } from './shared/site.js';

type Reply = Answer & CheckoutReply;

const sheet = byId('sheet');
const isEmbedded = document.documentElement.classList.contains('embedded');

/** What else can become of a purchase of API v3. */
const OUTCOMES: ReadonlyMap<string, FrameMessage> = new Map<string, FrameMessage>([
  ['decline', { type: 'plenigo:declined' }],
  ['have-already', { type: 'plenigo:paid', order: '-1' }],
  ['forbid', { type: 'plenigo:paid', order: '-2' }],
  ['fail', { type: 'plenigo:error', message: 'An error that was asked for in the sandbox.' }],
]);

/** How the site has begun this checkout. */
let begun: StartMessage | V3StartMessage | undefined;
/** What is sold. */
let order: OrderView | undefined;

const site = connectSite(
  new URLSearchParams(location.search).get('origin'),
  (message: StartMessage | V3StartMessage) => {
    void start(message);
  },
);

async function start(message: StartMessage | V3StartMessage): Promise<void> {
  begun = message;
  handle(await takeStep('purchaseId' in message ? '/checkout/v3/start' : '/checkout/start', message));
}

/** Begins again with a registration instead of a login, or the other way round, and keeps what was typed. */
async function switchLogin(form: HTMLFormElement): Promise<void> {
  if (!begun) return;
  const email = String(new FormData(form).get('email'));
  const register = form.dataset.register !== 'true';
  await start('purchaseId' in begun ? { ...begun, register } : { ...begun, startWithRegistration: register });
  const field = sheet.querySelector<HTMLInputElement>('[name="email"]');
  if (field) field.value = email;
}

/** While a payment is under way, the checkout stays. */
function close(): void {
  if (!sheet.querySelector('[aria-busy]')) site?.send({ type: 'plenigo:close' });
}

function tellStatistic(action: StatisticMessage['action'], pageName?: StatisticMessage['pageName']): void {
  const isFree = sheet.querySelector<HTMLElement>('.card')?.hidden;
  const shown = pageName ?? (isFree ? 'zeroPayment' : 'enterCreditCard');
  if (order) site?.send({ type: 'plenigo:statistic', action, pageName: shown, product: order.productId });
}

function show(name: string, screen = ''): void {
  const isFirst = sheet.dataset.screen === 'loading';
  sheet.dataset.screen = name;
  showScreen(screen, site);
  sheet.scrollTop = 0;
  // An embedded checkout that opens with the page must not pull the reader down to it.
  if (!(isEmbedded && isFirst)) byId('heading').focus({ preventScroll: !isEmbedded });
  if (name === 'pay') tellStatistic('load');
}

function handle(reply: Reply): void {
  if ('order' in reply) order = reply.order;
  if (reply.step === 'pay' || reply.step === 'owned') site?.send({ type: 'plenigo:logged-in' });
  // Who closes now has what they came for, so the page should look again.
  if (reply.step === 'owned') site?.send({ type: 'plenigo:paid', order: '-1' });
  if (reply.step === 'paid') site?.send({ type: 'plenigo:paid', order: reply.receipt.orderNumber });
  if (reply.step === 'error') site?.send({ type: 'plenigo:error', message: reply.detail });
  if ('showScreen' in reply && !reply.showScreen) close();
  else show(reply.step, reply.html);
}

async function logIn(form: HTMLFormElement): Promise<void> {
  const register = form.dataset.register === 'true';
  const answer = await submitForm<Reply>(form, (values) => takeStep('/checkout/login', { ...values, register }));
  if (answer) handle(answer);
}

async function pay(form: HTMLFormElement): Promise<void> {
  const amount = order && readPrice(form, order);
  if (amount === undefined) {
    complain(form, { text: form.querySelector<HTMLElement>('[data-wrong]')?.dataset.wrong ?? '', field: 'amount' });
    return;
  }
  const answer = await submitForm<Reply>(form, async (values) => {
    tellStatistic('submit');
    const reply = await takeStep<Reply>('/checkout/pay', { ...values, amount });
    if (reply.code === 'card-declined') {
      tellStatistic('load', 'paymentFailed');
      site?.send({ type: 'plenigo:declined' });
    }
    return reply;
  });
  if (answer) handle(answer);
}

/** Pays as if at another page, from which the reader comes back to the site. */
async function payElsewhere(form: HTMLFormElement): Promise<void> {
  const reply = await submitForm<Reply>(form, (values) => takeStep('/checkout/pay', values));
  if (reply?.step === 'paid') site?.send({ type: 'plenigo:leave' });
  else if (reply) handle(reply);
}

sheet.addEventListener('click', ({ target }) => {
  const button = (target as Element).closest<HTMLElement>('[data-do]');
  const form = button?.closest('form');
  const action = button?.dataset.do ?? '';
  const outcome = OUTCOMES.get(action);
  if (outcome) site?.send(outcome);
  if (action === 'close') close();
  if (action === 'pay-again') show('pay', byId('again').innerHTML);
  if (action === 'switch' && form) void switchLogin(form);
  if (action === 'leave' && form) void payElsewhere(form);
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

if (isEmbedded) {
  new ResizeObserver(() => tellHeight(site)).observe(sheet);
} else {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    if (event.key === 'Tab') keepFocus(sheet, event);
  });
}
if (!site) handle(makeTrouble('no-site', 'The page is not in a frame of a site.'));
