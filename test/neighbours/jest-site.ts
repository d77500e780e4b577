// A site's own test in Jest with its defaults: CommonJS, and a `require` that takes no ES modules.
import { expect } from 'chai';
import type { Project } from '../package/project.js';

const siteTest = `
const { createServer } = require('node:http');
const { once } = require('node:events');
const express = require('express');
const { createPlenigo, PlenigoError } = require('express-plenigo');
const { startSandbox } = require('express-plenigo/sandbox');

let sandbox;
let server;
const told = [];
const log = (fields, message) => told.push(message);

beforeAll(async () => {
  sandbox = await startSandbox();
  const plenigo = createPlenigo({
    ...sandbox.options,
    user: () => ({ id: 'ada-1', email: 'ada@news.example' }),
    logger: { debug: log, info: log, warn: log, error: log },
  });
  const app = express();
  app.use('/plenigo', plenigo.router());
  app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => res.json(res.locals.plenigo));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await sandbox.close();
});

const open = async () => (await fetch('http://127.0.0.1:' + server.address().port + '/article')).json();

test('sells an article, and opens it for its buyer', async () => {
  expect(await open()).toMatchObject({ status: 'ready' });
  sandbox.buy({ externalUserId: 'ada-1' }, 'ARTICLE-1');
  expect(await open()).toMatchObject({ status: 'bought' });
});

test('says once, for who debugs, which fetch serves', () => {
  expect(told.filter((message) => message !== 'plenigo call')).toEqual([
    'node-fetch cannot be loaded here: the built-in fetch serves',
  ]);
});

test('has errors of its own class', () => {
  expect(() => createPlenigo({})).toThrow(PlenigoError);
});
`;

/** In a project that has the packed package, Jest and Express. */
export async function sellsInJest(project: Project): Promise<void> {
  project.write('site.test.js', siteTest);
  const { code, output } = await project.node('node_modules/jest/bin/jest.js', '--runInBand');
  expect(code, output).to.equal(0);
  expect(output).to.match(/Tests: +3 passed, 3 total/);
  // It would wait for what is left open.
  expect(output).not.to.match(/did not exit|open handle/i);
}
