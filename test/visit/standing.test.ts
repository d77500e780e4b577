// The table of what a reader may do: one function decides it from what is known.
import { expect } from 'chai';
import { PlenigoApiError, PlenigoCustomerError, PlenigoError, PlenigoNetworkError } from '../../lib/base/errors.js';
import type { FreeView } from '../../lib/platform/purchases.js';
import { decideStanding, type Knowledge, type Status } from '../../lib/visit/standing.js';

const user = {
  id: 'ada-1',
  email: 'ada@news.example',
  emailVerified: false,
  firstName: undefined,
  lastName: undefined,
  language: undefined,
};
const nameless = { ...user, email: undefined };
const credential = { token: 'T1', expiresAt: new Date(0) };
const freeView: FreeView = { views: { taken: 1, allowed: 3 } };
const wrongUser = new PlenigoError('invalid-argument');
const outage = new PlenigoNetworkError('timeout', { call: 'hasUserBought' });
const refusal = new PlenigoApiError('rate-limited', { call: 'hasUserBought', status: 429 });
const noTime = new PlenigoError('budget-spent');
const conflict = new PlenigoCustomerError('email-conflict');

interface Row {
  title: string;
  known: Partial<Knowledge>;
  status: Status;
  /** Default false. */
  access?: boolean;
  /** Default true. */
  isPersonal?: boolean;
  /** Default false. */
  isForNow?: boolean;
}

const rows: Row[] = [
  { title: 'nothing is for sale', known: { isForSale: false, user }, status: 'free', access: true, isPersonal: false },
  { title: 'nobody is logged in', known: {}, status: 'anonymous', isPersonal: false },
  { title: 'nobody is logged in, and failOpen', known: { failOpen: true }, status: 'anonymous', isPersonal: false },
  {
    title: 'the publisher opens',
    known: { user, openedBy: 'publisher' },
    status: 'free',
    access: true,
    isPersonal: false,
    isForNow: true,
  },
  {
    title: 'the publisher opens for nobody in particular',
    known: { openedBy: 'publisher' },
    status: 'free',
    access: true,
    isPersonal: false,
    isForNow: true,
  },
  { title: 'the site opens', known: { openedBy: 'site' }, status: 'free', access: true },
  { title: 'a free view is left', known: { freeView }, status: 'metered', access: true },
  {
    title: 'a free view is left to one who has not bought',
    known: { user, bought: false, freeView },
    status: 'metered',
    access: true,
  },
  {
    title: 'a free view is left to one who has bought',
    known: { user, bought: true, freeView },
    status: 'bought',
    access: true,
  },
  {
    title: 'a free view is left to one whom plenigo cannot have',
    known: { user: wrongUser, freeView },
    status: 'metered',
    access: true,
  },
  { title: 'plenigo cannot have such a user', known: { user: wrongUser, failOpen: true }, status: 'unavailable' },
  { title: 'bought', known: { user, bought: true }, status: 'bought', access: true },
  {
    title: 'bought, whatever else fails',
    known: { user, bought: true, trouble: outage },
    status: 'bought',
    access: true,
  },
  {
    title: 'bought without an e-mail address',
    known: { user: nameless, bought: true },
    status: 'bought',
    access: true,
  },
  { title: 'not bought', known: { user, bought: false, credential }, status: 'ready' },
  { title: 'not asked', known: { user, credential }, status: 'ready' },
  { title: 'not bought, no address', known: { user: nameless, bought: false }, status: 'email-missing' },
  { title: 'conflict', known: { user, bought: false, trouble: conflict }, status: 'email-conflict' },
  {
    title: 'conflict, and the question stays open',
    known: { user, bought: outage, trouble: conflict, failOpen: true },
    status: 'email-conflict',
  },
  { title: 'the token fails', known: { user, bought: false, trouble: outage }, status: 'unavailable' },
  {
    title: 'a "no" stays one while another call fails, with failOpen',
    known: { user, bought: false, trouble: outage, failOpen: true },
    status: 'unavailable',
  },
  { title: 'the question stays open', known: { user, bought: outage }, status: 'unavailable' },
  { title: 'the question stays open, no address', known: { user: nameless, bought: outage }, status: 'unavailable' },
  {
    title: 'an outage, with failOpen',
    known: { user, bought: outage, failOpen: true },
    status: 'unavailable',
    access: true,
  },
  {
    title: 'an outage, with failOpen, no address',
    known: { user: nameless, bought: outage, failOpen: true },
    status: 'unavailable',
    access: true,
  },
  { title: 'a refusal, with failOpen', known: { user, bought: refusal, failOpen: true }, status: 'unavailable' },
  { title: 'no time left, with failOpen', known: { user, bought: noTime, failOpen: true }, status: 'unavailable' },
];

describe('the reader’s standing', () => {
  for (const { title, known, status, access = false, isPersonal = true, isForNow = false } of rows) {
    it(`${title}: ${status}, ${access ? 'opens' : 'closed'}`, () => {
      const standing = decideStanding(known);
      expect(standing).to.include({ status, access, isPersonal, isForNow });
      // A token is handed out to those alone who may buy.
      expect(standing.credential).to.equal(status === 'ready' ? credential : undefined);
      expect(standing.freeView).to.equal(status === 'metered' ? freeView : undefined);
      if (!isPersonal) expect(standing.user, 'a page that all may share').to.equal(undefined);
    });
  }

  it('lets nobody in but for a purchase, free and metered pages, and an outage of a site that wants it so', () => {
    const unexpected = rows.filter(({ known, status, access }) => {
      const mayOpen =
        /free|metered/.test(status) || known.bought === true || (known.failOpen === true && known.bought === outage);
      return access === true && !mayOpen;
    });
    expect(unexpected).to.deep.equal([]);
  });
});
