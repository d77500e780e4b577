// What a click is told in cases that are rare: the largest body that is read, and a product that plenigo does not sell now.
import { expect } from 'chai';
import { type Newsstand, openNewsstand, openV3Newsstand, type V3Stand } from '../support/newsstand.js';
import { enter, OWN_PAGE } from '../support/reader.js';

/** In bytes. */
const LIMIT = 32 * 1024;

describe('a click', () => {
  let stand: Newsstand | V3Stand;
  afterEach(() => stand.close());

  it('is read up to 32 KiB, and refused with one byte more', async () => {
    stand = await openNewsstand({ options: { mode: 'click' } });
    const { ada: reader, offer } = await enter(stand);
    const clickWith = async (bytes: number) => {
      const { length } = JSON.stringify({ offer, padding: '' });
      const padding = 'x'.repeat(bytes - length);
      const { body } = await reader.click(offer).send({ padding }).set(OWN_PAGE);
      return body.status;
    };
    expect(await clickWith(LIMIT)).to.equal('ready');
    expect(await clickWith(LIMIT + 1)).to.equal('offer-invalid');
  });

  it('for what plenigo does not sell just now is told so with 200, for the site has not failed', async () => {
    stand = await openV3Newsstand();
    const { ada: reader, offer } = await enter(stand);
    const body = { errorCode: 90072, errorMessage: 'not available' };
    stand.sandbox.inject({ call: 'preparePurchase', status: 400, body });
    const text = 'This cannot be bought just now. Please choose another offer.';
    await reader.click(offer).set(OWN_PAGE).expect(200, { status: 'not-for-sale', text });
    expect(stand.errors).to.deep.equal([]);
  });
});
