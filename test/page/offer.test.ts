/** Offers: good for one reader, one sale and one day, and worth nothing as anything else. */
import { expect } from 'chai';
import { createSigner } from '../../lib/jwt.js';
import { createOffers, type Offer } from '../../lib/page/offer.js';
import { createPaymentData } from '../../lib/v2/payment-data.js';
import { SECRET } from '../support/calls.js';

const signer = createSigner(SECRET);
const offers = createOffers(signer);
const offer: Offer = {
  claims: { pi: 'P1', pr: 2.49, ts: false, aud: 'plenigo' },
  page: { targetUrl: 'https://news.example/a' },
  access: true,
  csrf: false,
};

describe('an offer', () => {
  const now = Date.now;
  afterEach(() => {
    Date.now = now;
  });

  it('is read back for the reader it was made for', () => {
    expect(offers.read(offers.make(offer, 'reader-1'), 'reader-1')).to.deep.include(offer);
  });

  it('is read by another process of the same site', () => {
    expect(
      createOffers(createSigner(SECRET)).read(offers.make(offer, 'reader-1'), 'reader-1'),
    ).to.deep.include(offer);
  });

  it('is nothing for another reader', () => {
    for (const user of ['reader-2', '', 'READER-1', 'reader-1 ']) {
      expect(offers.read(offers.make(offer, 'reader-1'), user), user).to.equal(undefined);
    }
  });

  it('does not show whom it was made for', () => {
    const payload = Buffer.from(offers.make(offer, 'reader-1').split('.')[1] ?? '', 'base64url').toString();
    expect(payload).to.contain('"pi":"P1"').and.not.contain('reader-1');
  });

  it('is nothing after a day', () => {
    const token = offers.make(offer, 'reader-1');
    Date.now = () => now() + 24 * 3_600_000 - 5000;
    expect(offers.read(token, 'reader-1')).to.deep.include(offer);
    Date.now = () => now() + 24 * 3_600_000 + 5000;
    expect(offers.read(token, 'reader-1')).to.equal(undefined);
  });

  it('is nothing once any of it is changed', () => {
    const [header, payload, signature] = offers.make(offer, 'reader-1').split('.');
    const cheaper = Buffer.from(
      Buffer.from(payload ?? '', 'base64url')
        .toString()
        .replace('2.49', '0.01'),
    ).toString('base64url');
    expect(offers.read(`${header}.${cheaper}.${signature}`, 'reader-1')).to.equal(undefined);
  });

  it('is no checkout string, and no checkout string is an offer', () => {
    expect(signer.verify(offers.make(offer, 'reader-1'))).to.equal(undefined);
    expect(offers.read(createPaymentData('P1', {}, { secret: SECRET }), 'reader-1')).to.equal(undefined);
    const imitation = { ...offer, aud: 'express-plenigo/offer', sub: 'x', exp: 9e9 };
    expect(offers.read(signer.sign(imitation), 'reader-1')).to.equal(undefined);
  });

  it('of another company is nothing', () => {
    expect(createOffers(createSigner('another')).read(offers.make(offer, 'r'), 'r')).to.equal(undefined);
  });

  for (const value of [undefined, null, 5, {}, [], '', 'a.b.c', '..']) {
    it(`is not ${JSON.stringify(value) ?? 'undefined'}`, () => {
      expect(offers.read(value, 'reader-1')).to.equal(undefined);
    });
  }
});
