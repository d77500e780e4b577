/** A test of that site: two apps in one process, each with a plenigo of its own. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Test } from '@nestjs/testing';
import type { PlenigoLocals } from 'express-plenigo';
import { startSandbox } from 'express-plenigo/sandbox';
import { PLENIGO_OPTIONS, SiteModule } from './nest.js';

async function startSite() {
  const sandbox = await startSandbox();
  const module = await Test.createTestingModule({ imports: [SiteModule] })
    .overrideProvider(PLENIGO_OPTIONS)
    .useValue({ ...sandbox.options, timeout: 20_000 })
    .compile();
  const app = module.createNestApplication();
  await app.listen(0, '127.0.0.1');
  after(async () => {
    await app.close();
    await sandbox.close();
  });
  return { sandbox, url: await app.getUrl() };
}

test('each app sells an article to its reader', async () => {
  const sites = [await startSite(), await startSite()];
  for (const { sandbox, url } of sites) {
    const body = new URLSearchParams({ username: 'ada', password: 'right' });
    const login = await fetch(`${url}/login`, { method: 'POST', body, redirect: 'manual' });
    assert.equal(login.status, 302);
    // Passport has one chain of serializers for the process: that of the first app serves all, so the others register later.
    assert.equal(sites[0]?.sandbox.customers.length, 1);
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    const read = () => fetch(`${url}/article/one`, { headers: { cookie } });

    const refused = await read();
    assert.equal(refused.status, 402);
    const { plenigo } = (await refused.json()) as { plenigo: PlenigoLocals };
    assert.equal(plenigo.status, 'ready');
    const src = plenigo.scripts
      .map(({ attributes }) => String(attributes.src))
      .find((address) => address.startsWith('/'));
    assert.equal((await fetch(url + src)).status, 200);

    sandbox.buy({ externalUserId: 'ada-1' }, 'ARTICLE-One');
    assert.deepEqual(await (await read()).json(), { text: 'All of story One.', status: 'bought' });
  }
});
