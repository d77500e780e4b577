/** Two processes that share nothing but the sessions in Redis: what one of them writes, the other never undoes. */

import { expect } from 'chai';
import { Reader } from './site.js';
import { useTwoProcesses } from './two-processes.js';

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
