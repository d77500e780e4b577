// The table of what a reader may do: one function decides it from what is known.
import { expect } from 'chai';
import { PlenigoApiError, PlenigoCustomerError, PlenigoError, PlenigoNetworkError } from '../../lib/base/errors.js';
import type { FreeView } from '../../lib/platform/sale.js';
import { decideStanding, type Knowledge } from '../../lib/visit/standing.js';

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

/** What is known, and what comes of it: the status, whether the page opens, whether all may share it, and only for now. */
const rows: readonly (readonly [title: string, known: Partial<Knowledge>, outcome: string])[] = [
  ['nothing is for sale', { openedBy: 'route', user }, 'free, opens, shared'],
  ['nobody is logged in', {}, 'anonymous, shared'],
  ['nobody is logged in, and failOpen', { failOpen: true }, 'anonymous, shared'],
  ['the publisher opens', { user, openedBy: 'publisher' }, 'free, opens, shared, for now'],
  ['the publisher opens for nobody in particular', { openedBy: 'publisher' }, 'free, opens, shared, for now'],
  ['the site opens', { openedBy: 'site' }, 'free, opens'],
  ['a free view is left', { freeView }, 'metered, opens'],
  ['a free view is left to one who has not bought', { user, bought: false, freeView }, 'metered, opens'],
  ['a free view is left to one who has bought', { user, bought: true, freeView }, 'bought, opens'],
  ['a free view is left to one whom plenigo cannot have', { user: wrongUser, freeView }, 'metered, opens'],
  ['plenigo cannot have such a user', { user: wrongUser, failOpen: true }, 'unavailable'],
  ['bought', { user, bought: true }, 'bought, opens'],
  ['bought, whatever else fails', { user, bought: true, trouble: outage }, 'bought, opens'],
  ['bought without an e-mail address', { user: nameless, bought: true }, 'bought, opens'],
  ['not bought', { user, bought: false, credential }, 'ready'],
  ['not asked', { user, credential }, 'ready'],
  ['not bought, no address', { user: nameless, bought: false }, 'email-missing'],
  ['conflict', { user, bought: false, trouble: conflict }, 'email-conflict'],
  [
    'conflict, and the question stays open',
    { user, bought: outage, trouble: conflict, failOpen: true },
    'email-conflict',
  ],
  ['the token fails', { user, bought: false, trouble: outage }, 'unavailable'],
  [
    'a "no" stays one while another call fails, with failOpen',
    { user, bought: false, trouble: outage, failOpen: true },
    'unavailable',
  ],
  ['the question stays open', { user, bought: outage }, 'unavailable'],
  ['the question stays open, no address', { user: nameless, bought: outage }, 'unavailable'],
  ['an outage, with failOpen', { user, bought: outage, failOpen: true }, 'unavailable, opens'],
  ['an outage, with failOpen, no address', { user: nameless, bought: outage, failOpen: true }, 'unavailable, opens'],
  ['a refusal, with failOpen', { user, bought: refusal, failOpen: true }, 'unavailable'],
  ['no time left, with failOpen', { user, bought: noTime, failOpen: true }, 'unavailable'],
];

describe('the reader’s standing', () => {
  for (const [title, known, outcome] of rows) {
    it(`${title}: ${outcome}`, () => {
      const { status, access, isPersonal, isForNow, ...more } = decideStanding(known);
      const words = [status, access && 'opens', !isPersonal && 'shared', isForNow && 'for now'];
      expect(words.filter(Boolean).join(', ')).to.equal(outcome);
      // A token is handed out to those alone who may buy.
      expect(more.credential).to.equal(status === 'ready' ? credential : undefined);
      expect(more.freeView).to.equal(status === 'metered' ? freeView : undefined);
      if (!isPersonal) expect(more.user, 'a page that all may share').to.equal(undefined);
    });
  }
});
