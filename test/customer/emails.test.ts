// E-mail changes arrive: the record holds what plenigo was told, and no page waits or fails for telling it.
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import express from 'express';
import Keyv from 'keyv';
import type { Plenigo } from '../../lib/entries/v2.js';
import { createGatedFetch, until } from '../middleware/gate.js';
import { useWorld } from '../middleware/world.js';
import { startLoginSite } from '../passport/login-site.js';
import { HandClock } from '../resilience/clock.js';
import { onBothApis } from '../support/apis.js';
import { failure } from '../support/errors.js';
import { DAY, HOUR, MINUTE, useCalendar } from './calendar.js';

const A = 'ada@news.example';
const B = 'countess@news.example';
const CHANGE = /changeEmail|\/email$/;
const ada = { id: 'ada-1', email: A };
const moved = { id: 'ada-1', email: B };

for (const [place, newStore] of [
  ['the session', () => undefined],
  ['a store', () => new Keyv()],
] as const) {
  onBothApis(`a changed e-mail, with records in ${place}`, (api) => {
    const pass = useCalendar();
    const world = useWorld(api);
    const isV2 = api.name === 'v2';
    const codes = () => world.errors.map(({ code }) => code);
    const told = () => world.sandbox.requests.filter(({ call }) => call === 'changeEmail').length;
    const arrived = (email: string) => until(() => world.sandbox.find({ email }) !== undefined);
    /** Nothing is on its way to plenigo any more. */
    const quiet = () => until(() => world.sandbox.requests.every(({ status }) => status > 0));

    /** A site with logins; what is in `account` is in the site's database. */
    async function start(options: Parameters<typeof world.plenigo>[0] = {}) {
      const account = { ...ada };
      const plenigo = world.plenigo({ store: newStore(), user: undefined, ...options });
      const site = await startLoginSite(express, world, { plenigo, accounts: { ada: account }, register: true });
      const device = async () => {
        const browser = site.browser();
        await browser.logIn('ada');
        expect(await browser.open()).to.include({ status: 'ready' });
        return browser;
      };
      return { account, device, plenigo };
    }

    /** A site that believes whatever address a request carries. */
    async function believe(options: Parameters<typeof world.plenigo>[0] = {}) {
      const site = await world.site({ options: { store: newStore(), ...options }, hasRouter: true });
      // In click mode a page finds nobody: a login does.
      return { ...site, meet: (user: object) => site.read(user, isV2 ? '/article' : '/login') };
    }

    /** By another process, or by hand. */
    const changeAtPlenigo = (plenigo: Plenigo, userId: string, email: string) =>
      api.changeEmail(plenigo, { customer: world.sandbox.find({ externalUserId: userId }), email });

    it('in the site’s database alone is told beside the next page, which does not wait, and then no more', async () => {
      const { fetch, hold } = createGatedFetch();
      const { account, device } = await start({ fetch });
      const { open } = await device();
      account.email = B;
      const gate = hold(CHANGE);
      expect(await open()).to.include({ status: 'ready' });
      await gate.reached;
      // Under way: a second page has nothing to add.
      expect(await open()).to.include({ status: 'ready' });
      gate.open();
      await arrived(B);
      await open();
      expect([told(), codes()]).to.deep.equal([1, []]);
    });

    it('whose telling fails is told after the logout and the next login', async () => {
      const { account, device } = await start();
      const { agent, logIn, logOut, open } = await device();
      world.sandbox.inject({ call: 'changeEmail', status: 500, times: 2 });
      await agent.post(`/email/${B}`).expect(500);
      expect(account.email).to.equal(B);
      await logOut();
      await logIn('ada');
      await open();
      await arrived(B);
    });

    it('of A to B on one device, and back to A on another, ends at A', async () => {
      const { account, device } = await start();
      const [first, second] = [await device(), await device()];
      account.email = B;
      await first.open();
      await arrived(B);
      account.email = A;
      await second.open();
      await arrived(A);
    });

    it('whose telling times out though plenigo carried it out is not what the record still hopes', async () => {
      const { fetch, hold } = createGatedFetch();
      const { account, device } = await start({ fetch });
      const { agent, open } = await device();
      const gate = hold(CHANGE);
      const clock = new HandClock();
      try {
        const change = agent.post(`/email/${B}`).then(({ status }) => status);
        await gate.reached;
        clock.tick(MINUTE);
        expect(await change).to.equal(500);
      } finally {
        clock.stop();
      }
      await arrived(B);
      // The site takes it back, since it failed.
      account.email = A;
      await open();
      await arrived(A);
    });

    it('that plenigo refuses with 409 is a conflict for onError, no page’s trouble, and tried again after an hour', async () => {
      const other = world.sandbox.addCustomer({ email: B, externalUserId: 'bob-2' });
      const { account, device, plenigo } = await start();
      const { open } = await device();
      account.email = B;
      expect(await open()).to.include({ status: 'ready' });
      await until(() => world.errors.length > 0);
      await changeAtPlenigo(plenigo, 'bob-2', 'bob@news.example');
      expect(other.email).to.equal('bob@news.example');
      world.calls();
      pass(HOUR - MINUTE);
      expect(await open()).to.include({ status: 'ready' });
      await quiet();
      expect(world.calls()).to.not.include('changeEmail');
      pass(MINUTE);
      await open();
      await arrived(B);
      expect(codes()).to.deep.equal(['email-conflict']);
    });

    it('that was refused on the way leads back to A', async () => {
      world.sandbox.addCustomer({ email: B });
      const { account, device, plenigo } = await start();
      const { open } = await device();
      account.email = B;
      await open();
      await until(() => world.errors.length > 0);
      // Whatever else has happened to it there.
      await changeAtPlenigo(plenigo, ada.id, 'lost@news.example');
      account.email = A;
      await open();
      await arrived(A);
    });

    it('that another process has told a day ago is told again', async () => {
      const { device, plenigo } = await start();
      const { open } = await device();
      await changeAtPlenigo(plenigo, ada.id, B);
      world.calls();
      pass(DAY - MINUTE);
      await open();
      expect(world.calls()).to.not.include('changeEmail');
      pass(2 * MINUTE);
      await open();
      await arrived(A);
    });

    it('that fails at plenigo is no page’s trouble, and is told again by the next page', async () => {
      const { account, device } = await start();
      const { open } = await device();
      account.email = B;
      world.sandbox.inject({ call: 'changeEmail', status: 402 });
      expect(await open()).to.include({ status: 'ready' });
      await until(() => world.errors.length > 0);
      await quiet();
      await open();
      await arrived(B);
      expect(codes()).to.deep.equal(['module-missing']);
    });

    it('that two devices name differently makes five changes a minute at most, and one warning', async () => {
      const { read, meet } = await believe();
      await meet(ada);
      for (const _minute of [1, 2]) {
        world.calls();
        for (let page = 0; page < 10; page += 1) {
          for (const user of [moved, ada]) expect(await read(user)).to.include({ status: 'ready' });
          await quiet();
        }
        expect(world.calls().filter((call) => call === 'changeEmail')).to.have.length(5);
        expect(codes()).to.deep.equal(['email-unstable']);
        world.errors.length = 0;
        pass(MINUTE);
      }
    });

    it('that fails again and again is tried five times a minute at most, without a word of changing addresses', async () => {
      const { read, meet } = await believe();
      await meet(ada);
      world.sandbox.inject({ call: 'changeEmail', status: 402, times: 10 });
      for (let page = 0; page < 10; page += 1) {
        await read(moved);
        // Else the next page would share the try of this one.
        await until(() => codes().length >= Math.min(page + 1, 5));
      }
      expect([told(), codes()]).to.deep.equal([5, Array(5).fill('module-missing')]);
    });

    it('of a customer found by the user id, who may have any address at plenigo, is told beside the page', async () => {
      world.sandbox.addCustomer({ email: 'old@news.example', externalUserId: ada.id });
      const { fetch, hold } = createGatedFetch();
      const { meet, read } = await believe({ fetch });
      const gate = hold(CHANGE);
      await meet(ada);
      await gate.reached;
      gate.open();
      await arrived(A);
      await read(ada);
      expect(told()).to.equal(1);
    });

    it('whose telling goes wrong in the site’s own logger ends no process', async () => {
      const warn = () => {
        throw new Error('the disk is full');
      };
      const logger = { debug() {}, info() {}, warn, error() {} };
      const { meet, read } = await believe({ logger });
      await meet(ada);
      world.sandbox.inject({ call: 'changeEmail', status: 402 });
      const warned = once(process, 'warning');
      expect(await read(moved)).to.include({ status: 'ready' });
      const [warning] = await warned;
      expect(warning).to.include({ name: 'PlenigoWarning' });
    });

    describe('told by changeEmail', () => {
      it('leaves nothing to tell for the next page', async () => {
        const { meet, read, plenigo } = await believe();
        await meet(ada);
        await plenigo.changeEmail(moved);
        await read(moved);
        expect([told(), world.sandbox.customers.map(({ email }) => email)]).to.deep.equal([1, [B]]);
      });

      it('comes after one that is under way, whose answer is late', async () => {
        const { fetch, hold } = createGatedFetch();
        const { meet, read, plenigo } = await believe({ fetch });
        await meet(ada);
        const gate = hold(CHANGE);
        await read({ ...ada, email: 'between@news.example' });
        await gate.reached;
        const change = plenigo.changeEmail(moved);
        for (let turn = 0; turn < 20; turn += 1) await setImmediate();
        expect(told()).to.equal(1);
        gate.open();
        await change;
        expect(world.sandbox.customers.map(({ email }) => email)).to.deep.equal([B]);
        await read(moved);
        expect(told(), 'the record says what came last').to.equal(2);
      });

      it('of a user who is no customer yet is no error', async () => {
        const { meet, plenigo } = await believe();
        await plenigo.changeEmail(moved);
        expect(world.answers()).to.deep.equal([`${isV2 ? 'changeEmail' : api.calls.search} 404`]);
        await meet(moved);
        expect(world.sandbox.customers.map(({ email }) => email)).to.deep.equal([B]);
      });

      it('ends in the call’s own error, if plenigo fails', async () => {
        const { meet, plenigo } = await believe();
        await meet(ada);
        world.sandbox.inject({ call: 'changeEmail', status: 402 });
        const error = await failure(plenigo.changeEmail(moved));
        expect(error).to.include({ name: 'PlenigoApiError', code: 'module-missing' });
      });
    });

    for (const emailVerified of [false, true]) {
      it(`to another customer’s address gains nothing, ${emailVerified ? 'verified' : 'unverified'}`, async () => {
        const victim = world.sandbox.addCustomer({ email: 'victim@news.example' });
        world.sandbox.buy(victim, 'ARTICLE');
        const { meet, read, plenigo } = await believe();
        await meet({ ...ada, emailVerified });
        const thief = { ...ada, email: victim.email, emailVerified };
        const error = await failure(plenigo.changeEmail(thief));
        expect(error).to.include({ name: 'PlenigoCustomerError', code: 'email-conflict' });
        expect(error.cause, 'what plenigo has said').to.include({ name: 'PlenigoApiError', code: 'email-exists' });
        for (const path of ['/article', '/login']) await read(thief, path);
        expect(await read(thief)).to.include({ status: 'ready', bought: false });
        expect(await read(thief, '/archive')).to.include({ error: 'not-bought' });
        const owners = world.sandbox.tokens.map(({ customerId }) => customerId);
        expect(owners).to.not.include(victim.customerId);
        expect(victim).to.include({ email: 'victim@news.example' }).and.not.have.property('externalUserId');
      });
    }
  });
}
