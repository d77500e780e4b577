/** What an answer of API v3 says of the rights that were asked for. */

import { expect } from 'chai';
import { readAccessRights, readPurchases } from '../../lib/v3/purchases.js';

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

  it('grants nothing but by `true` itself, and nothing to a customer who is blocked', () => {
    const items = [right({})];
    for (const answer of [{ accessGranted: 'true' }, { accessGranted: false }, { customerBlocked: true }]) {
      expect(read({ ...answer, items })).to.deep.equal({ bought: false, products: [] });
    }
  });
});

describe('an answer about all that a customer was given, API v3', () => {
  it('has each right with its times and kind, as far as they are told', () => {
    const { customerBlocked, items } = readAccessRights({
      customerBlocked: true,
      items: [
        {
          accessRightUniqueId: 'PLUS',
          lifeTimeStart: early,
          lifeTimeEnd: late,
          blocked: true,
          itemType: 'SUBSCRIPTION',
        },
        { accessRightUniqueId: 'DAY', lifeTimeEnd: 'soon' },
        { lifeTimeEnd: late },
      ],
    });
    expect(customerBlocked).to.equal(true);
    expect(items).to.deep.equal([
      {
        accessRightUniqueId: 'PLUS',
        blocked: true,
        lifeTimeStart: new Date(early),
        lifeTimeEnd: new Date(late),
        itemType: 'SUBSCRIPTION',
      },
      { accessRightUniqueId: 'DAY', blocked: false },
    ]);
    expect(readAccessRights({})).to.deep.equal({ customerBlocked: false, items: [] });
  });
});
