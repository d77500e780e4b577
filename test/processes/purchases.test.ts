/** Two processes that share nothing but the sessions in Redis: what is bought in one of them, the next page from the other opens. */

import { expect } from 'chai';
import { type Page, Reader } from './site.js';
import { useTwoProcesses } from './two-processes.js';

describe('purchases on a site of two processes that remember "not bought"', function () {
  this.timeout(120_000);
  const stage = useTwoProcesses({ hasStore: false, plenigo: { mode: 'click' } });

  const questions = () => stage.sandbox.requests.splice(0).filter(({ call }) => call === 'hasUserBought').length;

  /** The balancer takes turns, so these are a page of each. */
  async function pageOfEach(reader: Reader): Promise<Page[]> {
    const pages = [await reader.page(), await reader.page()];
    expect(new Set(pages.map(({ worker }) => worker)).size).to.equal(2);
    return pages;
  }

  /** Logged in, a customer, and both processes have just heard that nothing is bought. */
  async function readerOfBoth(id: string): Promise<Reader> {
    const reader = new Reader(stage.site.url);
    expect(await reader.post('/login', { id, email: `${id}@news.example` })).to.equal(200);
    stage.sandbox.addCustomer({ email: `${id}@news.example`, externalUserId: id });
    stage.sandbox.requests.length = 0;
    for (const page of await pageOfEach(reader)) expect(page).to.include({ status: 'ready', user: id });
    expect(questions(), 'one of each process').to.equal(2);
    return reader;
  }

  it('costs no call in the steady state of a reader, in either process', async () => {
    const reader = await readerOfBoth('reader');
    for (const _view of [1, 2, 3]) {
      for (const page of await pageOfEach(reader)) expect(page).to.include({ status: 'ready' });
    }
    expect(questions()).to.equal(0);
  });

  it('shows on the next page of both when the reader has clicked, whichever process remembers what', async () => {
    const reader = await readerOfBoth('buyer');
    // What the browser script sets on the click.
    reader.scriptCookie = 'plenigo_buying=1';
    for (const page of await pageOfEach(reader)) expect(page, 'not paid yet').to.include({ status: 'ready' });
    stage.sandbox.buy({ externalUserId: 'buyer' }, 'ARTICLE');
    for (const page of await pageOfEach(reader)) expect(page).to.include({ status: 'bought' });
    expect(questions()).to.equal(4);
    // Both have heard it now: the cookie is needed no more.
    reader.scriptCookie = undefined;
    for (const page of await pageOfEach(reader)) expect(page).to.include({ status: 'bought' });
    expect(questions()).to.equal(0);
  });
});
