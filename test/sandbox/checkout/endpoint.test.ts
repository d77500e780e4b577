// What the sandbox's server answers to its checkout page, and how it reads a checkout string, claim for claim.
import { expect } from 'chai';
import { CheckoutFailure, type Order, readOrder } from '../../../lib/sandbox/checkout/order.js';
import type { SandboxCustomer, SandboxProduct } from '../../../lib/sandbox/index.js';
import { loginToken, paymentData, postCheckout, send, sign, useSandbox } from '../support.js';
import { item, prepare } from '../v3/support.js';

const CARD = '4242 4242 4242 4242';

describe('a checkout on the server', () => {
  let now = 0;
  let customer: SandboxCustomer;
  const sandbox = useSandbox({
    now: () => now,
    products: { NEWS: { title: 'News', price: 2.49, currency: 'EUR' } },
    titles: { de: { News: 'Nachrichten' } },
  });
  beforeEach(() => {
    now = Date.now();
    customer = sandbox().addCustomer({ email: 'ada@example.com' });
  });

  const post = async (step: string, body: unknown) => (await postCheckout(sandbox(), `/checkout/${step}`, body)).json;
  const start = async (claims: object = { pi: 'NEWS' }) =>
    await post('start', {
      paymentData: paymentData(sandbox(), claims),
      loginToken: await loginToken(sandbox(), customer.customerId),
    });
  const pay = (reply: Record<string, unknown> | undefined, extra: object = {}) =>
    post('pay', { checkoutId: reply?.checkoutId, cardNumber: CARD, ...extra });

  it('shows product and buyer, takes the payment and records the purchase, once, as it was signed', async () => {
    const started = await start();
    expect(started).to.deep.include({ step: 'pay', email: 'ada@example.com' });
    expect(started?.order).to.include({ title: 'News', price: 2.49, total: 2.49, currency: 'EUR' });
    expect(customer.purchases).to.deep.equal([]);
    const told = { amount: 0.01, productId: 'OTHER', price: 0 };
    const replies = await Promise.all([pay(started), pay(started, told), pay(started)]);
    for (const reply of replies) expect(reply).to.deep.equal(replies[0]);
    expect(replies[0]).to.deep.include({ step: 'paid', showScreen: true });
    expect(customer.purchases).to.deep.equal([
      { productId: 'NEWS', title: 'News', price: 2.49, currency: 'EUR', at: now },
    ]);
  });

  it('calls the product as the publisher does in the language of the customer, on either API', async () => {
    customer.language = 'de';
    const started = await start();
    expect(started?.order).to.include({ title: 'Nachrichten', price: 2.49 });
    await pay(started);
    sandbox().buy(customer, 'NEWS');
    await prepare(sandbox(), { customerId: customer.customerId, items: [item('O_NEWS')] });
    const sold = [...customer.purchases, ...sandbox().v3.purchases];
    expect(sold.map(({ title }) => title)).to.deep.equal(['Nachrichten', 'Nachrichten', 'Nachrichten']);
  });

  it('adds shipping without the dust of binary fractions', async () => {
    const started = await start({ pi: 'B', pr: 0.1, cu: 'EUR', pt: 'BOOK', ti: 'Book', sc: 0.2 });
    expect(started?.order).to.include({ shipping: 0.2, total: 0.3 });
    await pay(started, { amount: 0.01, price: 0 });
    expect(customer.purchases[0]).to.include({ price: 0.3 });
  });

  it('lets the customer choose a price, but not below the minimum', async () => {
    const started = await start({ pi: 'NEWS', sp: true });
    for (const amount of [2.48, 10_001, undefined, -5])
      expect(await pay(started, { amount })).to.include({ code: 'amount-invalid' });
    expect(customer.purchases).to.deep.equal([]);
    await pay(started, { amount: 5 });
    expect(customer.purchases[0]).to.include({ price: 5 });
  });

  it('declines one test card, refuses every other number, and asks for none when there is nothing to pay', async () => {
    const started = await start();
    expect(await pay(started, { cardNumber: '4000000000000002' })).to.include({ code: 'card-declined' });
    expect(await pay(started, { cardNumber: '5555 5555 5555 4444' })).to.include({ code: 'card-invalid' });
    expect(customer.purchases).to.deep.equal([]);
    expect(await pay(started), 'the next try').to.include({ step: 'paid' });
    const free = await start({ pi: 'F', pr: 0, cu: 'EUR', pt: 'EBOOK', ti: 'Gift' });
    expect(await pay(free, { cardNumber: '' })).to.include({ step: 'paid' });
  });

  it('says when the customer has the product already, and sells it again all the same', async () => {
    sandbox().buy(customer, 'NEWS');
    const started = await start({ pi: 'NEWS', sab: false, spf: false });
    expect(started).to.include({ step: 'owned', showScreen: false });
    expect(await pay(started)).to.include({ step: 'paid', showScreen: false });
    expect(customer.purchases).to.have.length(2);
  });

  it('records nothing to own for settled debts, and ends after half an hour', async () => {
    expect(await pay(await start({ pi: 'FAKE_PROD_ID', fp: true }))).to.include({ step: 'paid' });
    const started = await start();
    now += 30 * 60_000;
    expect(await pay(started)).to.include({ step: 'error', code: 'checkout-ended' });
    expect(await pay({ checkoutId: 'made up' })).to.include({ code: 'checkout-ended' });
    expect(customer.purchases).to.deep.equal([]);
  });

  it('takes a login token once, for five minutes, and no other', async () => {
    const withToken = (token: unknown, paymentString = paymentData(sandbox(), { pi: 'NEWS' })) =>
      post('start', { paymentData: paymentString, loginToken: token });
    const token = () => loginToken(sandbox(), customer.customerId);
    const [first, early, late] = [await token(), await token(), await token()];
    expect(await withToken(first, 'forged')).to.include({ code: 'payment-data-forged' });
    expect(sandbox().tokens[0], 'not used up').to.include({ token: first, used: false });
    expect(await withToken(first)).to.include({ step: 'pay' });
    expect(sandbox().tokens[0]).to.include({ token: first, used: true });
    expect(await withToken(first)).to.include({ step: 'error', code: 'login-token-used' });
    now += 5 * 60_000 - 1;
    expect(await withToken(early)).to.include({ step: 'pay' });
    now += 1;
    expect(await withToken(late)).to.include({ code: 'login-token-expired' });
    for (const other of ['forged', '__proto__'])
      expect(await withToken(other)).to.include({ code: 'login-token-unknown' });
    for (const none of ['', 7]) expect(await withToken(none)).to.include({ code: 'login-token-missing' });
    expect(sandbox().tokenFailures).to.deep.equal({ used: 1, expired: 1, unknown: 2 });
  });

  describe('without a login token', () => {
    const open = (startWithRegistration = false) =>
      post('start', { paymentData: paymentData(sandbox(), { pi: 'NEWS' }), startWithRegistration });
    const login = (reply: Record<string, unknown> | undefined, email: string, register = false) =>
      post('login', { checkoutId: reply?.checkoutId, email, register });

    it('asks who it is, or starts with the registration when asked to, cannot be paid before, and logs a customer in', async () => {
      const opened = await open();
      expect(opened).to.include({ step: 'login', register: false });
      expect(await pay(opened)).to.include({ code: 'checkout-ended' });
      expect(await open(true)).to.include({ step: 'login', register: true });
      expect(await login(opened, ' ADA@example.com ')).to.include({ step: 'pay', email: 'ada@example.com' });
      await pay(opened);
      expect(customer.purchases).to.have.length(1);
    });

    it('registers a new customer, and tells unknown, known and impossible addresses apart', async () => {
      const opened = await open();
      expect(await login(opened, 'new@example.com')).to.include({ code: 'email-unknown' });
      expect(await login(opened, 'ada@example.com', true)).to.include({ code: 'email-taken' });
      expect(await login(opened, 'ada')).to.include({ code: 'email-invalid' });
      expect(sandbox().customers).to.have.length(1);
      expect(await login(opened, 'new@example.com', true)).to.include({ step: 'pay' });
      expect(sandbox().customers.map(({ email }) => email)).to.deep.equal(['ada@example.com', 'new@example.com']);
    });
  });

  it('is refused to every page but the sandbox’s own', async () => {
    const body = { paymentData: paymentData(sandbox(), { pi: 'NEWS' }) };
    for (const headers of [{}, { origin: 'http://127.0.0.1:1' }, { origin: 'null' }] as Record<string, string>[]) {
      const { status, json } = await send(sandbox(), { method: 'POST', path: '/checkout/start', body, headers });
      expect(status).to.equal(403);
      expect(json).to.include({ code: 'request-refused' });
    }
    const { status } = await postCheckout(sandbox(), '/checkout/start', 'no JSON');
    expect(status).to.equal(400);
  });
});

const secret = 'AMXzF7qJ9y0uuz2IawRIk6ZMLVeYKq9yXh7lURXQ';
const products = new Map<string, SandboxProduct>([
  ['NEWS', { title: 'News', price: 2.49, currency: 'EUR' }],
  ['SUB', { title: 'Paper', price: 9.9, currency: 'CHF', subscription: true }],
  ['YEAR', { title: 'Archive', price: 99, currency: 'EUR', subscription: 'year' }],
]);
const foreign = { pi: 'item-123', pr: 15.5, cu: 'EUR', pt: 'EBOOK', ti: 'A book' };

const read = (paymentData: unknown, now = 0): Order => readOrder(paymentData, { secret, now, products });
const order = (claims: object): Order => read(sign(secret, { aud: 'plenigo', ...claims }));
function failure(act: () => unknown): CheckoutFailure {
  try {
    act();
  } catch (error) {
    if (error instanceof CheckoutFailure) return error;
    throw error;
  }
  throw new Error('the checkout string was accepted');
}

describe('a checkout string becomes an order', () => {
  it('of a managed product with its price and title', () => {
    expect(order({ pi: 'NEWS' })).to.deep.equal({
      ...{ productId: 'NEWS', title: 'News', price: 2.49, currency: 'EUR', interval: undefined, shipping: 0 },
      ...{ failedPayment: false, renewal: false, payWhatYouWant: false, testMode: false },
      ...{ showOwned: true, showConfirmation: true },
    });
    expect(order({ pi: 'SUB' })).to.include({ interval: 'month', currency: 'CHF' });
    expect(order({ pi: 'YEAR', rs: true })).to.include({ interval: 'year', renewal: true });
  });

  it('of a managed product nobody told the sandbox about', () => {
    const id = 'EgLUrT56328991046641';
    expect(order({ pi: id })).to.include({ productId: id, title: `Product ${id}`, price: 4.99 });
    const claims = 'eyJwaSI6IkVnTFVyVDU2MzI4OTkxMDQ2NjQxIiwidHMiOnRydWUsImF1ZCI6InBsZW5pZ28ifQ';
    const known = `eyJhbGciOiJIUzI1NiJ9.${claims}.1yv8_he0KrXBrk-hNb0e4wvH73Q8l-NwKPIdAaNaLaw`;
    expect(read(known)).to.include({ productId: id, testMode: true });
  });

  it('of a foreign product, with a title of at most 100 characters, and shipping costs for what can be shipped', () => {
    expect(order(foreign)).to.include({ title: 'A book', price: 15.5, currency: 'EUR' });
    expect(order({ ...foreign, ti: 'x'.repeat(101) }).title).to.have.length(100);
    expect(order({ ...foreign, pt: 'BOOK', sc: 3.9 })).to.include({ shipping: 3.9 });
  });

  it('with the price of the string only in override mode', () => {
    expect(order({ pi: 'NEWS', pr: 1, ti: 'Cheap' })).to.include({ price: 2.49, title: 'News' });
    const cheap = { productId: 'NEWS-2', price: 1, title: 'Cheap' };
    expect(order({ pi: 'NEWS', om: true, pr: 1, ti: 'Cheap', pir: 'NEWS-2' })).to.include(cheap);
  });

  it('with the flags of the string, also for open payments, with and without a product', () => {
    const flags = { payWhatYouWant: true, testMode: true, showOwned: false, showConfirmation: false };
    expect(order({ pi: 'NEWS', sp: true, ts: true, sab: false, spf: false })).to.include(flags);
    const debts = { failedPayment: true, title: 'Open payments' };
    for (const product of [{}, { pi: 'FAKE_PROD_ID' }]) expect(order({ ...product, fp: true })).to.include(debts);
  });
});

describe('a checkout string is refused', () => {
  const news = { aud: 'plenigo', pi: 'NEWS' };
  const forged = sign('other', { ...news, csrf: 'hush' });
  const unsigned = sign(secret, news, { header: { alg: 'none' } });
  for (const [code, texts] of Object.entries<unknown[]>({
    'payment-data-missing': [undefined, null, '', 7, {}],
    'payment-data-forged': ['not.a.jwt', forged, unsigned],
    'payment-data-invalid': [sign(secret, { aud: 'other', pi: 'NEWS' })],
  })) {
    it(`as ${code}, without repeating any of it`, () => {
      for (const text of texts) expect(failure(() => read(text)).code, String(text)).to.equal(code);
      for (const text of texts) expect(failure(() => read(text)).message).not.to.include(forged.slice(0, 20));
    });
  }

  it('when it says that it has expired', () => {
    const dated = sign(secret, { ...news, exp: 1000 });
    expect(read(dated, 999_999).productId).to.equal('NEWS');
    expect(failure(() => read(dated, 1_000_000)).code).to.equal('payment-data-expired');
  });

  for (const [what, claims] of Object.entries<object>({
    'no product id': {},
    'an empty product id': { pi: '' },
    'a product id of 21 characters': { pi: '123456789012345678901' },
    'a replacement id of 21 characters': { pi: 'NEWS', om: true, pr: 1, pir: '123456789012345678901' },
    'a price below zero': { ...foreign, pr: -1 },
    'a price that is a string': { ...foreign, pr: '15.5' },
    'a currency that is none': { ...foreign, cu: 'euro' },
    'a type that is none': { ...foreign, pt: 'SHOES' },
    'a flag that is a number': { pi: 'NEWS', sp: 1 },
  })) {
    it(`with ${what}`, () => expect(failure(() => order(claims)).code).to.equal('payment-data-invalid'));
  }

  it('for a foreign product without what it needs, and says what is missing', () => {
    for (const claim of ['pr', 'cu', 'pt', 'ti']) {
      const { code, message } = failure(() => order({ ...foreign, [claim]: undefined }));
      expect(code).to.equal('product-invalid');
      expect(message).to.include(`(${claim})`);
    }
  });

  it('for a foreign subscription, an override without a price, and shipping on a download', () => {
    for (const claims of [
      { ...foreign, rs: true },
      { pi: 'NEWS', om: true },
      { ...foreign, pt: 'DOWNLOAD', sc: 1 },
    ]) {
      expect(failure(() => order(claims)).code).to.equal('product-invalid');
    }
  });
});
