/** The signed checkout string: the recorded claims of plenigo's PHP SDK, but for its faults, and the rest of the documented ones. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createSigner } from '../../lib/base/signing.js';
import { createPaymentData } from '../../lib/v2/payment-data.js';
import type { CheckoutSettings, Product, ProductFields } from '../../lib/v2/product.js';
import { renderCheckoutSnippet } from '../../lib/v2/snippet.js';
import { SECRET } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { run } from './run.js';

interface CheckoutVector {
  name: string;
  secret: string;
  testMode: boolean;
  product: { id?: string; failedPaymentProduct?: boolean } & ProductFields;
  settings: { currency?: string; shippingCost?: number; payWhatYouWant?: boolean } & CheckoutSettings;
  loginToken: string | null;
  startWithRegistration: boolean;
  sourceUrl: string | null;
  targetUrl: string | null;
  affiliateId: string | null;
  elementId: string | null;
  jwtHeader: object;
  claims: Record<string, unknown>;
  function: string;
  argumentWithoutPaymentData: object;
  paymentData: string;
  error?: string;
}
const vectors: CheckoutVector[] = JSON.parse(
  readFileSync(new URL('../data/checkout.json', import.meta.url), 'utf8'),
).vectors;

/** The recorded product and settings under our names: what is sold is all in the product. */
function ours(vector: CheckoutVector): { product: ProductFields; settings: CheckoutSettings } {
  const { failedPaymentProduct: failedPayment, ...product } = vector.product;
  const { currency, shippingCost, payWhatYouWant, ...settings } = vector.settings;
  return { product: { ...product, failedPayment, currency, shippingCost, payWhatYouWant }, settings };
}

function decode(paymentData: string): { header: string; claims: Record<string, unknown> } {
  const [header, payload] = paymentData.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  return { header: header ?? '', claims: JSON.parse(payload ?? '') };
}

const claimsOf = (product: Product, settings: CheckoutSettings = {}, testMode?: boolean) =>
  decode(createPaymentData(product, settings, { secret: SECRET, testMode })).claims;

describe('the recorded checkout strings', () => {
  it('are all here', () => {
    expect(vectors).to.have.length(14);
    expect(vectors.filter(({ error }) => error)).to.have.length(2);
  });

  for (const vector of vectors) {
    const { name, secret, testMode } = vector;
    const { product, settings } = ours(vector);
    if (vector.error !== undefined) {
      it(`are refused here too: ${name}`, async () => {
        const error = await failure(() => createPaymentData(product, settings, { secret }));
        expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-product' });
        expect(error.message).to.not.contain(vector.error);
      });
      continue;
    }

    it(`have the same claims, and always the test mode: ${name}`, () => {
      const paymentData = createPaymentData(product, settings, { secret, testMode });
      const { header, claims } = decode(paymentData);
      expect(JSON.parse(header)).to.deep.equal(vector.jwtHeader);
      expect(claims).to.deep.equal({ ...vector.claims, ts: testMode });
      expect(createSigner(secret).verify(paymentData)).to.deep.equal(claims);
    });

    it(`are read by the same verification: ${name}`, () => {
      expect(createSigner(secret).verify(vector.paymentData)).to.deep.equal(vector.claims);
    });

    it(`go into the same call of the page: ${name}`, () => {
      const { paymentData, startWithRegistration } = vector;
      const snippet = renderCheckoutSnippet({
        paymentData,
        startWithRegistration,
        loginToken: vector.loginToken ?? undefined,
        sourceUrl: vector.sourceUrl ?? undefined,
        targetUrl: vector.targetUrl ?? undefined,
        affiliateId: vector.affiliateId ?? undefined,
        elementId: vector.elementId ?? undefined,
      });
      expect(run(snippet)).to.deep.equal([
        { name: vector.function, argument: { ...vector.argumentWithoutPaymentData, paymentData } },
      ]);
    });
  }

  it('are the same for a foreign product that is marked so', () => {
    const vector = vectors.find(({ name }) => name === 'foreign product') as CheckoutVector;
    const { product, settings } = ours(vector);
    expect(claimsOf({ ...product, external: true }, settings)).to.deep.equal({ ...vector.claims, ts: false });
  });
});

describe('the claims', () => {
  it('of a product id alone are id, audience and test mode', () => {
    const expected = { pi: 'P1', ts: false, aud: 'plenigo' };
    expect(claimsOf('P1')).to.deep.equal(expected);
    expect(claimsOf({ id: 'P1' })).to.deep.equal(expected);
  });

  it('need no settings', () => {
    const secrets = { secret: SECRET };
    expect(createPaymentData('P1', undefined, secrets)).to.equal(createPaymentData('P1', {}, secrets));
  });

  it('keep every field of product and settings', () => {
    const product: Product = {
      id: 'P1',
      title: 'Žluťoučký 😀 "kůň"',
      price: 2.49,
      currency: 'EUR',
      type: 'BOOK',
      categoryId: 'C',
      segmentId: 'S',
      shippingCost: 3.5,
      payWhatYouWant: true,
      subscriptionRenewal: true,
      overrideMode: true,
      productIdReplacement: 'P2',
    };
    const settings: CheckoutSettings = {
      csrfToken: 'csrf-1',
      oauth2RedirectUrl: 'https://news.example/oauth',
      showBuyingAgainScreen: true,
      showCheckoutConfirmationScreen: true,
      birthday: '1980-12-31',
      prefillBillingAddress: true,
      testMode: true,
    };
    expect(claimsOf(product, settings)).to.deep.equal({
      pi: 'P1',
      ti: 'Žluťoučký 😀 "kůň"',
      pr: 2.49,
      cu: 'EUR',
      pt: 'BOOK',
      ci: 'C',
      si: 'S',
      sc: 3.5,
      sp: true,
      rs: true,
      om: true,
      pir: 'P2',
      csrf: 'csrf-1',
      sso: 'https://news.example/oauth',
      sab: true,
      spf: true,
      raa: '12311980',
      pa: true,
      ts: true,
      aud: 'plenigo',
    });
  });

  it('say false where the site says false', () => {
    const product: Product = {
      id: 'P1',
      payWhatYouWant: false,
      subscriptionRenewal: false,
      overrideMode: false,
      failedPayment: false,
    };
    const settings: CheckoutSettings = {
      showBuyingAgainScreen: false,
      showCheckoutConfirmationScreen: false,
      prefillBillingAddress: false,
      testMode: false,
    };
    expect(claimsOf(product, settings)).to.deep.equal({
      pi: 'P1',
      sp: false,
      rs: false,
      om: false,
      fp: false,
      sab: false,
      spf: false,
      pa: false,
      ts: false,
      aud: 'plenigo',
    });
  });

  it('keep zeros', () => {
    expect(claimsOf({ id: 'P1', price: 0, type: 'BOOK', shippingCost: 0 })).to.include({ pr: 0, sc: 0 });
  });

  it('leave out what is undefined', () => {
    const product: Product = { id: 'P1', title: undefined, price: undefined };
    expect(claimsOf(product, { csrfToken: undefined })).to.deep.equal({ pi: 'P1', ts: false, aud: 'plenigo' });
  });

  it('have one test mode, which the settings may say, but not against the site', async () => {
    expect(claimsOf('P1', {}, true).ts).to.equal(true);
    expect(claimsOf('P1', { testMode: true }, true).ts).to.equal(true);
    expect(claimsOf('P1', { testMode: true }).ts).to.equal(true);
    for (const testMode of [true, false]) {
      const error = await failure(() => claimsOf('P1', { testMode: !testMode }, testMode));
      expect(error.code).to.equal('invalid-product');
      expect(error.message).to.include(
        `settings.testMode: got boolean ${!testMode}, expected the option testMode, which is ${testMode}`,
      );
    }
  });

  it('hold the CSRF token of the site for its OAuth2 redirect only', () => {
    const oauth2RedirectUrl = 'https://news.example/oauth';
    expect(claimsOf('P1', { csrfToken: 'mine', oauth2RedirectUrl })).to.include({ csrf: 'mine' });
    expect(claimsOf('P1', { csrfToken: 'mine' })).to.not.have.property('csrf');
  });

  it('never hold page parameters, which are not signed at plenigo', () => {
    const settings: CheckoutSettings = {
      sourceUrl: 'https://news.example/a',
      targetUrl: 'https://news.example/b',
      affiliateId: 'A',
      elementId: 'E',
      startWithRegistration: true,
    };
    expect(claimsOf('P1', settings)).to.deep.equal({ pi: 'P1', ts: false, aud: 'plenigo' });
  });
});

describe('what signs', () => {
  const wrong: Record<string, { secrets: unknown; says: RegExp }> = {
    nothing: { secrets: undefined, says: /createPaymentData: got undefined/ },
    'no secret': { secrets: {}, says: /createPaymentData\.secret is missing/ },
    'an empty secret': { secrets: { secret: '' }, says: /createPaymentData\.secret: got an empty string/ },
    'a secret that is a number': { secrets: { secret: 47110815 }, says: /secret: got a value of type number/ },
    'a test mode that is a word': { secrets: { secret: SECRET, testMode: 'false' }, says: /testMode: got "false"/ },
    'a logger that is none': { secrets: { secret: SECRET, logger: () => {} }, says: /logger: got/ },
    'a misspelt name': { secrets: { secret: SECRET, testmode: true }, says: /did you mean testMode\?/ },
  };
  for (const [name, { secrets, says }] of Object.entries(wrong)) {
    it(`is refused: ${name}`, async () => {
      const error = await failure(() => createPaymentData('P1', {}, secrets as never));
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-argument' });
      expect(error.message).to.match(says).and.not.contain('47110815');
    });
  }

  it('makes strings that only its own secret verifies', () => {
    const paymentData = createPaymentData('P1', {}, { secret: SECRET });
    expect(createSigner(SECRET).verify(paymentData)).to.deep.equal({ pi: 'P1', ts: false, aud: 'plenigo' });
    expect(createSigner('another').verify(paymentData)).to.equal(undefined);
  });
});
