// Each call of API v3 takes every body that plenigo's documents allow and no other, and answers what they say; so do callbacks.
import { expect } from 'chai';
import fc from 'fast-check';
import type { Check } from '../../../lib/sandbox/check.js';
import { CALLS, ENTITIES, FAILURE } from '../../../lib/sandbox/v3/answers.js';
import type { V3CallName } from '../../../lib/sandbox/v3/types.js';
import { press } from '../console.js';
import { useSandbox } from '../support.js';
import { callV3, openSession } from './support.js';

/** Makes up what fits a check. */
function arbitraryOf({ shape }: Check): fc.Arbitrary<unknown> {
  if (shape === undefined) return fc.constantFrom([], {});
  if ('samples' in shape) return fc.constantFrom(...shape.samples);
  if ('entry' in shape) return fc.array(arbitraryOf(shape.entry), { maxLength: 2 });
  const { needed, optional } = shape;
  const fields = Object.entries({ ...needed, ...optional }).map(([name, check]) => [name, arbitraryOf(check)] as const);
  return fc.record<Record<string, unknown>>(Object.fromEntries(fields), { requiredKeys: Object.keys(needed) });
}

describe('API v3 of the sandbox', () => {
  const sandbox = useSandbox({
    products: { PLUS: { title: 'Plus', price: 9.9, currency: 'EUR', subscription: 'month' } },
    offers: { O_PLUS: { accessRights: ['PLUS'], title: 'Plus', price: 9.9, currency: 'EUR', prices: { CH: 12 } } },
    vouchers: { GIFT: { offerId: 'O_PLUS' } },
    strict: true,
  });

  /** What each call is made with, in a sandbox where its customer 7 has bought PLUS (order 12201, subscription 12202) and was given GIFT. */
  const paths: Readonly<Record<V3CallName, readonly string[]>> = {
    createCustomer: ['POST /customers'],
    getCustomer: ['GET /customers/7', 'GET /customers/8'],
    searchCustomers: ['GET /customers', 'GET /customers?email=a%40b.example', 'GET /customers?email=none'],
    customerIdByExternalSystemId: [
      'GET /customers/customerIdByExternalSystemId/u',
      'GET /customers/customerIdByExternalSystemId/v',
    ],
    updateCustomer: ['PUT /customers/7'],
    changeEmail: ['PUT /customers/7/email'],
    createSession: ['POST /sessions/7'],
    changeSessions: ['PUT /processes/login/changeSessions/none'],
    createTransferToken: ['POST /sessions/transferToken'],
    preparePurchase: ['POST /checkout/preparePurchase'],
    hasAccess: ['GET /accessRights/7/hasAccess?accessRightUniqueIds=PLUS,GIFT', 'GET /accessRights/7/hasAccess'],
    accessRights: ['GET /accessRights/7', 'GET /customers/7/accessRights', 'GET /accessRights/8'],
    grantAccess: ['POST /accessRights/7'],
    changeAccess: ['PUT /accessRights/7/GIFT'],
    removeAccess: ['DELETE /accessRights/7/GIFT', 'DELETE /accessRights/7/NONE'],
    validateVoucher: ['GET /vouchers/GIFT/validate', 'GET /vouchers/NONE/validate'],
    buyWithVoucher: ['POST /checkout/buyWithVoucher'],
    orderFreeProduct: ['POST /checkout/orderFreeProduct'],
    subscriptions: ['GET /subscriptions', 'GET /customers/7/subscriptions', 'GET /subscriptions?startTime=soon'],
    cancelDates: ['GET /subscriptions/12202/cancel/dates', 'GET /subscriptions/1/cancel/dates'],
    cancelSubscription: ['PUT /subscriptions/12202/cancel/at', 'PUT /subscriptions/12202/cancel/regular'],
    undoCancellation: ['PUT /subscriptions/12202/cancel/undo'],
    orders: ['GET /orders', 'GET /customers/7/orders?sort=DESC&size=5'],
    invoices: ['GET /invoices', 'GET /customers/7/invoices'],
    invoicePdf: ['GET /invoices/1012201/file', 'GET /invoices/1/file'],
    offers: ['GET /products/offers', 'GET /products/offers?plenigoOfferId=O_NONE'],
    priceIssue: ['GET /products/priceIssues/1001', 'GET /products/priceIssues/1'],
  };

  async function begin() {
    sandbox().reset();
    const customer = sandbox().addCustomer({ customerId: '7', externalUserId: 'u', email: 'a@b.example' });
    sandbox().buy(customer, 'PLUS');
    await callV3(sandbox(), { method: 'POST', path: '/accessRights/7', body: { accessRightUniqueId: 'GIFT' } });
  }
  /** The refusal of an answer, if it is one; either has its form. */
  async function ask(call: V3CallName, request = '', body?: unknown) {
    const [method = '', path = ''] = request.split(' ');
    const { status, json } = await callV3(sandbox(), { method, path, body });
    const check = status < 300 ? CALLS[call].answer : FAILURE;
    check(json, '');
    return status < 300 ? undefined : json;
  }

  for (const [call, { body }] of Object.entries(CALLS) as [V3CallName, (typeof CALLS)[V3CallName]][]) {
    it(`${call} answers as it is documented${body ? ', to whatever body is' : ''}`, async () => {
      await begin();
      const [request] = paths[call];
      if (body === undefined) {
        const refusals = [];
        for (const each of paths[call]) refusals.push(await ask(call, each));
        const isRefused = call === 'changeSessions' || call === 'undoCancellation';
        expect(refusals[0] !== undefined).to.equal(isRefused);
      } else {
        const made = arbitraryOf(body).filter((value) => Buffer.byteLength(JSON.stringify(value)) < 60_000);
        await fc.assert(
          fc.asyncProperty(made, async (value) => {
            expect((await ask(call, request, value))?.validationErrors, JSON.stringify(value)).to.equal(undefined);
            const wrong = { ...(value as object), unheardOf: 1 };
            expect(await ask(call, request, wrong)).to.have.nested.property('validationErrors[0].field', 'unheardOf');
          }),
          { numRuns: 30 },
        );
        for (const name of Object.keys((body.shape as { needed: object }).needed)) {
          const [whole] = fc.sample(made, { numRuns: 1, seed: 1 });
          const refusal = await ask(call, request, { ...(whole as object), [name]: undefined });
          expect(refusal, name).to.have.nested.property('validationErrors[0].field', name);
        }
      }
    });
  }

  it('tells in callbacks what is documented of a customer, an order and a subscription', async () => {
    sandbox().v3.callbacks.url = `${sandbox().url}/nowhere`;
    await begin();
    sandbox().cancel({ customerId: '7' }, 'PLUS');
    await press(sandbox(), 'remove-customer', { customerId: '7' });
    const told = (await sandbox().v3.callbacks.settled()).map(({ body }) => JSON.parse(body));
    for (const { entityType, entity } of told) if (entity) ENTITIES[entityType]?.(entity, '');
    expect(new Set(told.map(({ entityType }) => entityType))).to.have.keys(Object.keys(ENTITIES));
  });
});

describe('a field that API v3 does not know', () => {
  const sandbox = useSandbox();

  it('is taken, and the console tells of it, unless the sandbox is strict', async () => {
    sandbox().addCustomer({ customerId: '7', email: 'a@b.example' });
    expect(await openSession(sandbox(), '7', { os: 'Linux', device: 'phone' })).to.match(/\w{20}/);
    const page = await (await fetch(`${sandbox().url}/`)).text();
    expect(page).to.include('not known: device');
  });
});
