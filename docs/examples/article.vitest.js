/** The same with vitest; `makeApp` is the one of article.mocha.ts. */
import { startSandbox } from 'express-plenigo/sandbox';
import request from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeApp } from './app.js';

let sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

it('opens for a buyer', async () => {
  const app = makeApp(sandbox);
  expect((await request(app).get('/article')).text).toContain('the teaser');
  sandbox.buy({ externalUserId: 'user-1' }, 'ARTICLE-1');
  expect((await request(app).get('/article')).text).toBe('the whole text');
});
