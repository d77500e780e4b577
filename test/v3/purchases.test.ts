/** What an answer of API v3 says of the rights that were asked for. */

import { expect } from 'chai';
import { readPurchases } from '../../lib/v3/purchases.js';

const [early, late] = ['2030-01-01T00:00:00.000Z', '2031-01-01T00:00:00.000Z'];

describe('an answer about access rights, API v3', () => {
  const read = (answer: object) => readPurchases({ customerId: '1', accessGranted: true, ...answer }, ['PLUS', 'DAY']);
  const right = (fields: object) => ({ accessRightUniqueId: 'PLUS', accessGranted: true, ...fields });

  it('names the products that were asked for and are granted, and no other', () => {
    const items = [
      right({}),
      right({ accessRightUniqueId: 'OTHER' }),
      right({ accessRightUniqueId: 'DAY', accessGranted: false }),
      right({ accessRightUniqueId: undefined }),
      null,
    ];
    expect(read({ items })).to.deep.equal({ bought: true, products: [{ productId: 'PLUS' }] });
    expect(read({})).to.deep.equal({ bought: true, products: [] });
  });

  it('ends with the earlier of the two times that it names', () => {
    for (const times of [
      { lifeTimeEnd: early },
      { maxCacheDate: early },
      { lifeTimeEnd: early, maxCacheDate: late },
      { lifeTimeEnd: late, maxCacheDate: early },
    ]) {
      expect(read({ items: [right(times)] }).products).to.deep.equal([{ productId: 'PLUS', until: new Date(early) }]);
    }
    expect(read({ items: [right({ lifeTimeEnd: 'soon' })] }).products).to.deep.equal([{ productId: 'PLUS' }]);
  });
});
