/** The signed checkout string: the recorded claims of plenigo's PHP SDK, but for its faults, and the rest of the documented ones. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createSigner } from '../../lib/base/signing.js';
import { createPaymentData, type Product, type ProductFields } from '../../lib/v2/product.js';
import type { CheckoutSettings } from '../../lib/v2/settings.js';
import { renderCheckoutSnippet } from '../../lib/v2/snippet.js';
import { SECRET } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { run } from './run.js';

type Nullable = 'loginToken' | 'sourceUrl' | 'targetUrl' | 'affiliateId' | 'elementId';
interface CheckoutVector extends Record<Nullable, string | null>, Record<'name' | 'secret' | 'paymentData', string> {
  testMode: boolean;
  product: { id?: string; failedPaymentProduct?: boolean } & ProductFields;
  settings: { currency?: string; shippingCost?: number; payWhatYouWant?: boolean } & CheckoutSettings;
  startWithRegistration: boolean;
  jwtHeader: object;
  claims: Record<string, unknown>;
  function: string;
  argumentWithoutPaymentData: object;
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

    it(`have the same claims, and always the test mode, and are read by the same verification: ${name}`, () => {
      const paymentData = createPaymentData(product, settings, { secret, testMode });
      const { header, claims } = decode(paymentData);
      expect([JSON.parse(header), claims]).to.deep.equal([vector.jwtHeader, { ...vector.claims, ts: testMode }]);
      expect(createSigner(secret).verify(paymentData)).to.deep.equal(claims);
      expect(createSigner(secret).verify(vector.paymentData)).to.deep.equal(vector.claims);
    });

    it(`go into the same call of the page: ${name}`, () => {
      const { paymentData, startWithRegistration, loginToken, sourceUrl, targetUrl, affiliateId, elementId } = vector;
      const recorded = { loginToken, sourceUrl, targetUrl, affiliateId, elementId };
      const known = Object.fromEntries(Object.entries(recorded).filter(([, value]) => value !== null));
      const snippet = renderCheckoutSnippet({ paymentData, startWithRegistration, ...known });
      const argument = { ...vector.argumentWithoutPaymentData, paymentData };
      expect(run(snippet)).to.deep.equal([{ name: vector.function, argument }]);
    });
  }

  it('are the same for a foreign product that is marked so', () => {
    const vector = vectors.find(({ name }) => name === 'foreign product') as CheckoutVector;
    const { product, settings } = ours(vector);
    expect(claimsOf({ ...product, external: true }, settings)).to.deep.equal({ ...vector.claims, ts: false });
  });
});

describe('the claims', () => {
  const secrets = { secret: SECRET };
  const alone = { pi: 'P1', ts: false, aud: 'plenigo' };

  it('of a product id alone are id, audience and test mode', () => {
    for (const product of ['P1', { id: 'P1' }, { id: 'P1', title: undefined, price: undefined }])
      expect(claimsOf(product, { csrfToken: undefined })).to.deep.equal(alone);
    expect(createPaymentData('P1', undefined, secrets)).to.equal(createPaymentData('P1', {}, secrets));
  });

  it('keep every field of product and settings', () => {
    // Each field, its claim, and a value that is the same in both.
    const ofProduct = [
      ['id', 'pi', 'P1'],
      ['title', 'ti', 'Žluťoučký 😀 "kůň"'],
      ['price', 'pr', 2.49],
      ['currency', 'cu', 'EUR'],
      ['type', 'pt', 'BOOK'],
      ['categoryId', 'ci', 'C'],
      ['segmentId', 'si', 'S'],
      ['shippingCost', 'sc', 3.5],
      ['payWhatYouWant', 'sp', true],
      ['subscriptionRenewal', 'rs', true],
      ['overrideMode', 'om', true],
      ['productIdReplacement', 'pir', 'P2'],
    ] as const;
    const ofSettings = [
      ['csrfToken', 'csrf', 'csrf-1'],
      ['oauth2RedirectUrl', 'sso', 'https://news.example/oauth'],
      ['showBuyingAgainScreen', 'sab', true],
      ['showCheckoutConfirmationScreen', 'spf', true],
      ['prefillBillingAddress', 'pa', true],
      ['testMode', 'ts', true],
    ] as const;
    const fields = (rows: typeof ofProduct | typeof ofSettings) =>
      Object.fromEntries(rows.map(([field, , value]) => [field, value]));
    const claims = Object.fromEntries([...ofProduct, ...ofSettings].map(([, claim, value]) => [claim, value]));
    const settings = { ...fields(ofSettings), birthday: '1980-12-31' };
    const expected = { ...claims, raa: '12311980', aud: 'plenigo' };
    expect(claimsOf(fields(ofProduct) as Product, settings)).to.deep.equal(expected);
  });

  it('say false where the site says false, and keep zeros', () => {
    const product = { id: 'P1', payWhatYouWant: false, subscriptionRenewal: false, overrideMode: false };
    const screens = { showBuyingAgainScreen: false, showCheckoutConfirmationScreen: false };
    const settings = { ...screens, prefillBillingAddress: false, testMode: false };
    const ofProduct = { pi: 'P1', sp: false, rs: false, om: false, fp: false };
    const ofSettings = { sab: false, spf: false, pa: false, ts: false, aud: 'plenigo' };
    expect(claimsOf({ ...product, failedPayment: false }, settings)).to.deep.equal({ ...ofProduct, ...ofSettings });
    expect(claimsOf({ id: 'P1', price: 0, type: 'BOOK', shippingCost: 0 })).to.include({ pr: 0, sc: 0 });
  });

  it('have one test mode, which the settings may say, but not against the site', async () => {
    expect([claimsOf('P1', {}, true).ts, claimsOf('P1', { testMode: true }, true).ts]).to.deep.equal([true, true]);
    expect(claimsOf('P1', { testMode: true }).ts).to.equal(true);
    for (const testMode of [true, false]) {
      const error = await failure(() => claimsOf('P1', { testMode: !testMode }, testMode));
      expect(error.code).to.equal('invalid-product');
      const says = `settings.testMode: got boolean ${!testMode}, expected the option testMode, which is ${testMode}`;
      expect(error.message).to.include(says);
    }
  });

  it('hold the CSRF token of the site for its OAuth2 redirect only, and no page parameters, which plenigo does not sign', () => {
    const csrf = { csrfToken: 'mine' };
    expect(claimsOf('P1', { ...csrf, oauth2RedirectUrl: 'https://news.example/oauth' })).to.include({ csrf: 'mine' });
    const addresses = { sourceUrl: 'https://news.example/a', targetUrl: 'https://news.example/b' };
    const settings = { ...addresses, affiliateId: 'A', elementId: 'E', startWithRegistration: true };
    expect(claimsOf('P1', { ...csrf, ...settings })).to.deep.equal(alone);
  });
});

describe('what signs', () => {
  const wrong: Record<string, [secrets: unknown, says: RegExp]> = {
    nothing: [undefined, /createPaymentData: got undefined/],
    'no secret': [{}, /createPaymentData\.secret is missing/],
    'an empty secret': [{ secret: '' }, /createPaymentData\.secret: got an empty string/],
    'a secret that is a number': [{ secret: 47110815 }, /secret: got a value of type number/],
    'a test mode that is a word': [{ secret: SECRET, testMode: 'false' }, /testMode: got "false"/],
    'a logger that is none': [{ secret: SECRET, logger: () => {} }, /logger: got/],
    'a misspelt name': [{ secret: SECRET, testmode: true }, /did you mean testMode\?/],
  };
  for (const [name, [secrets, says]] of Object.entries(wrong)) {
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
