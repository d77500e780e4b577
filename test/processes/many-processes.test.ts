/** A site of two processes that share nothing but Redis, which may go away, and sessions that neither undoes. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { type Page, Reader } from './site.js';
import { useTwoProcesses } from './two-processes.js';

describe('a site of two processes behind a load balancer', function () {
  this.timeout(120_000);
  const stage = useTwoProcesses({ hasStore: true });

  let readers = 0;

  async function login(): Promise<{ reader: Reader; id: string; email: string }> {
    readers += 1;
    const id = `reader-${readers}`;
    const email = `${id}@news.example`;
    const reader = new Reader(stage.site.url);
    expect(await reader.post('/login', { id, email })).to.equal(200);
    return { reader, id, email };
  }

  const calls = (name: string) => stage.sandbox.requests.filter(({ call }) => call === name);
  const customerOf = (id: string) => stage.sandbox.customers.find((customer) => customer.externalUserId === id);

  /** The page is this reader's own: the token opens their account and nobody else's. */
  function expectOwn(page: Page, id: string): void {
    expect(page).to.include({ code: 200, status: 'ready', user: id });
    const token = stage.sandbox.tokens.find((given) => given.token === page.loginToken);
    expect(token?.customerId).to.equal(customerOf(id)?.customerId).and.to.be.a('string');
  }

  /** Asks for the page until it is as wanted; every one on the way has to be a page, too. */
  async function pageUntil(reader: Reader, isWanted: (page: Page) => boolean): Promise<Page> {
    for (;;) {
      const page = await reader.page();
      expect(page.code).to.equal(200);
      if (isWanted(page)) return page;
      await pause(50);
    }
  }

  it('lets a reader move between them freely: who is registered by one is known to the other', async () => {
    const { reader, id } = await login();
    const first = await reader.page();
    expectOwn(first, id);
    const before = stage.sandbox.requests.length;
    const second = await reader.page();
    expectOwn(second, id);
    expect(second.worker).to.not.equal(first.worker);
    const names = stage.sandbox.requests.slice(before).map(({ call }) => call);
    expect(names).to.have.members(['createLoginToken', 'hasUserBought']);
  });

  it('shows an e-mail change made in one process to the other, and tells plenigo once', async () => {
    const { reader, id } = await login();
    await reader.page();
    const before = calls('changeEmail').length;
    expect(await reader.post('/email', { email: `new-${id}@news.example` })).to.equal(200);
    const pages = [await reader.page(), await reader.page()];
    for (const page of pages) expectOwn(page, id);
    expect(customerOf(id)?.email).to.equal(`new-${id}@news.example`);
    expect(calls('changeEmail').length - before).to.equal(1);
  });

  for (const [how, goAway, comeBack] of [
    ['hangs', () => stage.redis.pause(), () => stage.redis.resume()],
    ['is gone', () => stage.redis.kill(), () => stage.redis.run()],
  ] as const) {
    it(`while Redis ${how} serves pages without login, asks plenigo for readers without session, and recovers`, async () => {
      const { reader, id, email } = await login();
      expectOwn(await reader.page(), id);
      const appReader = new Reader(stage.site.url, `Bearer ${id} ${email}`);
      expectOwn(await appReader.page(), id);
      const stranger = new Reader(stage.site.url, 'Bearer stranger stranger@news.example');
      const registrations = calls('registerUser').length;

      await goAway();
      const pages = await Promise.all(Array.from({ length: 10 }, () => reader.page()));
      for (const page of pages) expect(page).to.include({ code: 200, status: 'anonymous' });
      for (let count = 0; count < 4; count += 1) {
        expectOwn(await appReader.page(), id);
        expectOwn(await stranger.page(), 'stranger');
      }

      await comeBack();
      // What was in a Redis that is gone is gone with it: the reader logs in again, and is still the same customer.
      if (how === 'is gone') await pageUntil(reader, () => true);
      const again = how === 'is gone' ? await loggedInAgain(reader, { id, email }) : reader;
      for (let count = 0; count < 4; count += 1) {
        expectOwn(await pageUntil(again, ({ status }) => status !== 'anonymous'), id);
      }
      expect(calls('registerUser').length - registrations).to.be.at.most(1);
      expect(stage.sandbox.customers.filter(({ externalUserId }) => externalUserId === id).length).to.equal(1);
    });
  }

  /** Logs in until the process that answered has Redis back. */
  async function loggedInAgain(reader: Reader, user: { id: string; email: string }): Promise<Reader> {
    for (;;) {
      expect(await reader.post('/login', user)).to.equal(200);
      const pages = [await reader.page(), await reader.page()];
      if (pages.every(({ status }) => status === 'ready')) return reader;
      await pause(50);
    }
  }
});

const READERS = 100;
const AT_ONCE = 10;

describe('sessions that two processes share', function () {
  this.timeout(120_000);
  const stage = useTwoProcesses({ hasStore: false });

  /** For how many of a hundred readers, each logged in just now, this comes out true. */
  async function count(name: string, isLost: (reader: Reader) => Promise<boolean>): Promise<number> {
    let next = 0;
    let lost = 0;
    const visitor = async () => {
      while (next < READERS) {
        next += 1;
        const id = `${name}-${next}`;
        const reader = new Reader(stage.site.url);
        expect(await reader.post('/login', { id, email: `${id}@news.example` })).to.equal(200);
        if (await isLost(reader)) lost += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, visitor));
    return lost;
  }

  it('are not brought back by the first page of a reader who logs out meanwhile: 0 of 100', async () => {
    const isBack = async (reader: Reader) => {
      await Promise.all([reader.page(), reader.post('/logout', {})]);
      return (await reader.page()).status !== 'anonymous';
    };
    expect(await count('leaver', isBack)).to.equal(0);
  });

  it('keep what the other process writes during the first page of a reader: 0 of 100 lost', async () => {
    const isLost = async (reader: Reader) => {
      await Promise.all([reader.page(), reader.post('/cart', { cart: 'book' })]);
      return (await reader.page()).cart !== 'book';
    };
    expect(await count('buyer', isLost)).to.equal(0);
  });
});
