/** A callback whose function may still fail: plenigo sends it again. */

import { createHmac } from 'node:crypto';
import { mock } from 'node:test';
import { expect } from 'chai';
import express from 'express';
import { createPlenigo } from '../../lib/entries/v3.js';
import { createLog, SITE, useServers } from './door.js';

const EVENT = { entityType: 'ORDER', callbackType: 'CREATION', entityId: '48151623', entity: { orderId: 48_151_623 } };

describe('a callback whose function is still at work when plenigo must have its answer', () => {
  const serve = useServers();
  afterEach(() => mock.timers.reset());

  it('comes again, and the log says why', async () => {
    const { lines, logger } = createLog();
    const connection = { companyId: 'COMPANY', apiToken: 'token', callbackSecret: 'callback-secret' };
    const plenigo = createPlenigo({ ...SITE, ...connection, logger });
    let fail: (() => void) | undefined;
    const onEvent = () =>
      new Promise<void>((_resolve, reject) => {
        fail = () => reject(new Error('the database of ada@news.example'));
      });
    const url = await serve(express().post('/callback', plenigo.callbacks(onEvent)));
    const body = JSON.stringify(EVENT);
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', connection.callbackSecret).update(`${time}.${body}`).digest('hex');
    const headers = { 'content-type': 'application/json', 'plenigo-signature': `t=${time},s=${signature}` };
    // Only the patience of the middleware waits for these timers: plenigo waits a second.
    mock.timers.enable({ apis: ['setTimeout'] });
    const answering = fetch(`${url}/callback`, { method: 'POST', headers, body });
    while (fail === undefined) await new Promise(setImmediate);
    await new Promise(setImmediate);
    mock.timers.tick(1000);
    mock.timers.reset();
    const { status } = await answering;
    // plenigo repeats what got no 2xx.
    expect(status).to.equal(503);
    expect(lines.join('\n')).to.include('takes more than 800 ms');
    fail();
    for (let turn = 0; turn < 20 && lines.length < 2; turn += 1) await new Promise(setImmediate);
    expect(lines.join('\n')).to.include('failed').and.not.include('ada@news.example');
  });
});
