// How the sandbox reads a checkout string: what becomes of each claim, and what it refuses.
import { expect } from 'chai';
import { CheckoutFailure, type Order, readOrder } from '../../../lib/sandbox/checkout/order.js';
import type { SandboxProduct } from '../../../lib/sandbox/index.js';
import { sign } from '../support.js';

const secret = 'AMXzF7qJ9y0uuz2IawRIk6ZMLVeYKq9yXh7lURXQ';
const products = new Map<string, SandboxProduct>([
  ['NEWS', { title: 'News', price: 2.49, currency: 'EUR' }],
  ['SUB', { title: 'Paper', price: 9.9, currency: 'CHF', subscription: true }],
  ['YEAR', { title: 'Archive', price: 99, currency: 'EUR', subscription: 'year' }],
]);
const foreign = { pi: 'item-123', pr: 15.5, cu: 'EUR', pt: 'EBOOK', ti: 'A book' };

function read(paymentData: unknown, now = 0): Order {
  return readOrder(paymentData, { secret, now, products });
}
function order(claims: object): Order {
  return read(sign(secret, { aud: 'plenigo', ...claims }));
}
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
