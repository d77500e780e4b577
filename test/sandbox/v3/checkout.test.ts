// Purchases of API v3: what a site prepares, and what the checkout's server makes of it.
import { expect } from 'chai';
import type { SandboxCustomer } from '../../../lib/sandbox/index.js';
import { postCheckout, useSandbox } from '../support.js';
import { callV3, item, prepare } from './support.js';

const CARD = '4242 4242 4242 4242';
const MINUTE = 60_000;

describe('a purchase of API v3', () => {
  let customer: SandboxCustomer;
  let customerId: string;
  const sandbox = useSandbox({
    now: () => Date.UTC(2027, 0, 1),
    products: { PLUS: { title: 'Plus', price: 9.9, currency: 'EUR', subscription: 'month' } },
    offers: {
      O_BOTH: { accessRights: ['PLUS', 'ARCHIVE'], title: 'Everything', price: 12, currency: 'EUR' },
      O_GONE: { accessRights: ['GONE'], title: 'Gone', price: 1, currency: 'EUR', soldOut: true },
      O_FRANKS: { accessRights: ['FRANKS'], title: 'Swiss', price: 1, currency: 'CHF' },
    },
  });
  beforeEach(() => {
    customer = sandbox().addCustomer({ email: 'ada@reader.example' });
    ({ customerId } = customer);
  });

  const start = async (purchaseId: string, companyId = sandbox().v3.options.companyId) =>
    (await postCheckout(sandbox(), '/checkout/v3/start', { purchaseId, companyId, register: false })).json ?? {};
  const pay = async ({ checkoutId }: Record<string, unknown>, cardNumber = CARD) =>
    (await postCheckout(sandbox(), '/checkout/pay', { checkoutId, cardNumber })).json ?? {};
  const buy = async (offer: string) => pay(await start(await prepare(sandbox(), { customerId, items: [item(offer)] })));
  const granted = async (...ids: string[]) => {
    const { json } = await callV3(sandbox(), {
      path: `/accessRights/${customerId}/hasAccess?accessRightUniqueIds=${ids.join(',')}`,
    });
    const items = (json?.items ?? []) as { accessRightUniqueId: string }[];
    return items.map(({ accessRightUniqueId }) => accessRightUniqueId);
  };

  it('opens the access rights of its offer, and the products of the same names in v2', async () => {
    const paid = await buy('O_BOTH');
    expect([paid.step, await granted('PLUS', 'ARCHIVE', 'OTHER')]).to.deep.equal(['paid', ['PLUS', 'ARCHIVE']]);
    const [plus, archive] = customer.purchases;
    expect(plus).to.include({ productId: 'PLUS', title: 'Everything', price: 12, currency: 'EUR', offerId: 'O_BOTH' });
    expect(archive).to.include({ productId: 'ARCHIVE', price: 0 });
    const orderId = Number((paid.receipt as { orderNumber: string }).orderNumber);
    expect(sandbox().v3.purchases[0]).to.include({ orderId });
  });

  it('says of an offer that opens a subscription that it renews, but not of several offers in one', async () => {
    const intervalOf = async (...offers: string[]) => {
      const purchaseId = await prepare(sandbox(), { customerId, items: offers.map((offer) => item(offer)) });
      return ((await start(purchaseId)).order as { interval?: string }).interval;
    };
    expect([await intervalOf('O_BOTH'), await intervalOf('O_UNLISTED-1')]).to.deep.equal(['month', undefined]);
    expect(await intervalOf('O_BOTH', 'O_UNLISTED-1')).to.equal(undefined);
  });

  it('sells ids that nobody has listed', async () => {
    await buy('O_UNLISTED-1');
    await buy('PLUS');
    expect(customer.purchases.map(({ productId, price }) => [productId, price])).to.deep.equal([
      ['UNLISTED-1', 4.99],
      ['PLUS', 9.9],
    ]);
  });

  it('sells products that the site names, under an offer or without one', async () => {
    const product = {
      ...{ title: 'An evening', price: 1.49, currency: 'EUR', taxType: 'EVENT', offerId: 'O_BOTH', quantity: 2 },
      ...{ accessRightUniqueId: 'evening-1', shippingCosts: 0.5 },
    };
    const override = { ...item('O_BOTH'), products: [product] };
    const foreign = { quantity: 1, title: 'Out', legalText: '', products: [{ ...product, currency: 'CHF' }] };
    for (const sold of [override, foreign]) await prepare(sandbox(), { customerId, items: [sold] });
    const common = { accessRights: ['evening-1'], title: 'An evening', price: 3.48 };
    expect(sandbox().v3.purchases[0]).to.deep.include({ ...common, currency: 'EUR' });
    expect(sandbox().v3.purchases[1]).to.deep.include({ ...common, currency: 'CHF' });
  });

  it('sees what was bought by v2, until a cancelled subscription is over', async () => {
    sandbox().buy({ customerId }, 'PLUS');
    sandbox().buy({ customerId }, 'no.right');
    sandbox().cancel({ customerId }, 'PLUS');
    expect(await granted('PLUS')).to.deep.equal(['PLUS']);
    const { json } = await callV3(sandbox(), { path: `/accessRights/${customerId}` });
    expect(json?.items).to.have.length(1);
    sandbox().clock.advance(32 * 24 * 60 * MINUTE);
    expect(await granted('PLUS')).to.deep.equal([]);
  });

  it('is shown again with the same order to whoever comes back, and sold once', async () => {
    const purchaseId = await prepare(sandbox(), { customerId, items: [item('O_BOTH')] });
    const [first, second] = [await start(purchaseId), await start(purchaseId)];
    const paid = await pay(first);
    expect((await pay(second)).receipt).to.deep.equal(paid.receipt);
    sandbox().clock.advance(60 * MINUTE);
    expect((await start(purchaseId)).receipt).to.deep.equal(paid.receipt);
    expect(customer.purchases).to.have.length(2);
  });

  it('tells of what the customer has already, unless several may be bought', async () => {
    sandbox().buy({ customerId }, 'ARCHIVE');
    const body = { customerId, items: [item('O_BOTH')] };
    expect((await start(await prepare(sandbox(), body))).step).to.equal('owned');
    expect((await start(await prepare(sandbox(), { ...body, allowMultiplePurchases: true }))).step).to.equal('pay');
  });

  it('times out after half an hour, and wants the company id of the script tag', async () => {
    const purchaseId = await prepare(sandbox(), { customerId, items: [item('O_BOTH')] });
    sandbox().clock.advance(30 * MINUTE - 1);
    expect((await start(purchaseId)).step).to.equal('pay');
    sandbox().clock.advance(1);
    for (const id of [purchaseId, 'unknown']) expect(await start(id)).to.include({ code: 'purchase-outdated' });
    expect(await start(purchaseId, 'other')).to.include({ code: 'company-unknown' });
  });

  it('lets somebody log in when it was prepared for nobody', async () => {
    const started = await start(await prepare(sandbox(), { items: [item('O_BOTH')] }));
    expect(started.step).to.equal('login');
    const { checkoutId } = started;
    const body = { checkoutId, email: customer.email, register: false };
    const loggedIn = (await postCheckout(sandbox(), '/checkout/login', body)).json ?? {};
    expect([(await pay(loggedIn)).step, await granted('PLUS')]).to.deep.equal(['paid', ['PLUS']]);
  });

  const send = (body: object) =>
    callV3(sandbox(), {
      method: 'POST',
      path: '/checkout/preparePurchase',
      body: { customerId, customerIpAddress: '2001:db8::42', ...body },
    });
  const refused = async (body: object) => {
    const { status, json } = await send(body);
    return [status, json?.errorCode];
  };

  it('is refused with plenigo’s codes', async () => {
    const items = [item('O_BOTH')];
    expect(await refused({ items: [item('O_GONE')] })).to.deep.equal([400, 90072]);
    expect(await refused({ items: [...items, item('O_FRANKS')] })).to.deep.equal([400, 90001]);
    expect(await refused({ items, voucherCode: 'V' })).to.deep.equal([400, 90038]);
    expect(await refused({ items: [] })).to.deep.equal([400, 90037]);
    expect(await refused({ items, customerId: '404' })).to.deep.equal([404, 20404]);
    expect(await refused({ items, customerId: undefined, customerSession: 'no' })).to.deep.equal([401, 20028]);
    expect(await refused({ items: [{ quantity: 1 }] })).to.deep.equal([400, 90400]);
  });

  it('names the field that is wrong', async () => {
    const product = {
      ...{ title: 'A', price: 1, currency: 'EUR', accessRightUniqueId: 'ab', taxType: 'EBOOK', offerId: 'O' },
      quantity: 1,
    };
    const withProduct = (change: object) => ({ items: [{ quantity: 1, products: [{ ...product, ...change }] }] });
    const at = 'items[0].products[0]';
    for (const [body, field, value] of [
      [{ customerIpAddress: 'localhost' }, 'customerIpAddress', 'localhost'],
      [{ customerId: 'a-1' }, 'customerId', 'a-1'],
      [{ items: [{}] }, 'items[0].quantity', ''],
      [withProduct({ price: -1 }), `${at}.price`, '-1'],
      [withProduct({ currency: 'eur' }), `${at}.currency`, 'eur'],
      [withProduct({ accessRightUniqueId: 'a_b' }), `${at}.accessRightUniqueId`, 'a_b'],
      [withProduct({ taxType: 'NO' }), `${at}.taxType`, 'NO'],
      [withProduct({ quantity: undefined }), `${at}.quantity`, ''],
      [{ additionalData: { affiliateId: 'x'.repeat(101) } }, 'additionalData.affiliateId', 'x'.repeat(101)],
    ] as const) {
      const { json } = await send(body);
      expect(json?.errorCode, field).to.equal(99400);
      const [error] = (json?.validationErrors ?? []) as Record<string, string>[];
      expect(error).to.include({ field, value });
      expect(error?.error).to.be.a('string').and.not.equal('');
    }
  });
});
