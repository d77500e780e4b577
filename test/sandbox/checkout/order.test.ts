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
      productId: 'NEWS',
      title: 'News',
      price: 2.49,
      currency: 'EUR',
      interval: undefined,
      shipping: 0,
      failedPayment: false,
      renewal: false,
      payWhatYouWant: false,
      testMode: false,
      showOwned: true,
      showConfirmation: true,
    });
  });

  it('of a subscription', () => {
    expect(order({ pi: 'SUB' })).to.include({ interval: 'month', currency: 'CHF' });
    expect(order({ pi: 'YEAR', rs: true })).to.include({ interval: 'year', renewal: true });
  });

  it('of a managed product nobody told the sandbox about', () => {
    const id = 'EgLUrT56328991046641';
    expect(order({ pi: id })).to.include({ productId: id, title: `Product ${id}`, price: 4.99 });
    expect(
      read(
        'eyJhbGciOiJIUzI1NiJ9.eyJwaSI6IkVnTFVyVDU2MzI4OTkxMDQ2NjQxIiwidHMiOnRydWUsImF1ZCI6InBsZW5pZ28ifQ.1yv8_he0KrXBrk-hNb0e4wvH73Q8l-NwKPIdAaNaLaw',
      ),
    ).to.include({ productId: id, testMode: true });
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

  it('with the flags of the string', () => {
    const flags = { payWhatYouWant: true, testMode: true, showOwned: false, showConfirmation: false };
    expect(order({ pi: 'NEWS', sp: true, ts: true, sab: false, spf: false })).to.include(flags);
  });

  it('for open payments, with and without a product', () => {
    const debts = { failedPayment: true, title: 'Open payments' };
    expect(order({ pi: 'FAKE_PROD_ID', fp: true })).to.include(debts);
    expect(order({ fp: true })).to.include({ failedPayment: true });
  });
});

describe('a checkout string is refused', () => {
  it('when there is none', () => {
    for (const nothing of [undefined, null, '', 7, {}]) {
      expect(failure(() => read(nothing)).code).to.equal('payment-data-missing');
    }
  });

  it('when it is forged', () => {
    expect(failure(() => read('not.a.jwt')).code).to.equal('payment-data-forged');
    expect(failure(() => read(sign('other', { aud: 'plenigo', pi: 'NEWS' }))).code).to.equal('payment-data-forged');
    const none = sign(secret, { aud: 'plenigo', pi: 'NEWS' }, { header: { alg: 'none' } });
    expect(failure(() => read(none)).code).to.equal('payment-data-forged');
  });

  it('when it is for somebody else', () => {
    expect(failure(() => read(sign(secret, { aud: 'other', pi: 'NEWS' }))).code).to.equal('payment-data-invalid');
  });

  it('when it says that it has expired', () => {
    const dated = sign(secret, { aud: 'plenigo', pi: 'NEWS', exp: 1000 });
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
    it(`with ${what}`, () => {
      expect(failure(() => order(claims)).code).to.equal('payment-data-invalid');
    });
  }

  for (const claim of ['pr', 'cu', 'pt', 'ti']) {
    it(`for a foreign product without ${claim}, and says what is missing`, () => {
      const { code, message } = failure(() => order({ ...foreign, [claim]: undefined }));
      expect(code).to.equal('product-invalid');
      expect(message).to.include(`(${claim})`);
    });
  }

  it('for a foreign subscription, an override without a price, and shipping on a download', () => {
    expect(failure(() => order({ ...foreign, rs: true })).code).to.equal('product-invalid');
    expect(failure(() => order({ pi: 'NEWS', om: true })).code).to.equal('product-invalid');
    expect(failure(() => order({ ...foreign, pt: 'DOWNLOAD', sc: 1 })).code).to.equal('product-invalid');
  });

  it('without repeating any of it', () => {
    const forged = sign('other', { aud: 'plenigo', pi: 'NEWS', csrf: 'hush' });
    expect(failure(() => read(forged)).message).not.to.include(forged.slice(0, 20));
  });
});
