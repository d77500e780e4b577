// What a page asks at the same time leaves this process in a row.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { expect } from 'chai';
import { useWorld } from './world.js';

describe('the two calls of a page in page mode, API v2', () => {
  const world = useWorld();

  it('are begun before either is written: two writes in a row wake plenigo once', async () => {
    const plenigo = world.plenigo();
    const open = await world.pages({ '/article': plenigo.checkout('ARTICLE'), '/login': plenigo.register() });
    await open('/login');
    const begun: string[] = [];
    const note = (message: unknown) => {
      const { path } = (message as { request: ClientRequest }).request;
      if (!path.startsWith('/api/')) return;
      // Node writes what was begun until then.
      if (begun.length === 0) process.nextTick(() => begun.push('written'));
      begun.push(path.includes('createLoginToken') ? 'token' : 'has-bought');
    };
    subscribe('http.client.request.start', note);
    try {
      await open('/article');
    } finally {
      unsubscribe('http.client.request.start', note);
    }
    expect(begun).to.deep.equal(['has-bought', 'token', 'written']);
  });
});
