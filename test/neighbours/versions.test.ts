// The packed package beside the oldest and newest versions of its neighbours that its peer ranges name, as npm installs them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sellsInJest } from '../package/jest-site.js';
import { openProject } from '../package/project.js';
import { mustRun } from '../package/run.js';
import { tarball, temporaryFolder } from '../package/tarball.js';
import { root } from '../support/root.js';

/** undici 8 needs a newer one. */
const isOldNode = Number.parseInt(process.versions.node, 10) < 22;

const flags = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--loglevel=error',
  '--engine-strict=false',
];

/** npm refuses to install what the peer ranges do not allow. */
async function install(...neighbours: string[]) {
  const folder = temporaryFolder();
  const project = openProject(folder, 'commonjs');
  await mustRun('npm', { args: ['install', ...flags, (await tarball()).path, ...neighbours], folder });
  return project;
}

const program = `require('./main.cjs')({
  express: require('express'),
  session: require('express-session'),
  passport: require('passport'),
  ...require('express-plenigo'),
  ...require('express-plenigo/sandbox'),
  ...require('express-plenigo/undici'),
});`;

describe('the packed package beside its neighbours', function () {
  this.timeout(300_000);

  for (const neighbours of [
    ['express@4.16.0', 'express-session@1.17.0', 'passport@0.4.0', 'undici@4.0.0'],
    ['express@4.18.0', 'express-session@1.17.3', 'passport@0.5.3', 'undici@5.0.0'],
    ['express@4', 'express-session@1.18.0', 'passport@0.6.0', 'undici@6'],
    ['express@5.0.0', 'express-session@1', 'passport@0.7.0', isOldNode ? 'undici@7' : 'undici@8'],
  ]) {
    it(`registers at the login and sells an article: ${neighbours.join(', ')}`, async () => {
      const project = await install(...neighbours);
      project.write('main.cjs', readFileSync(join(root, 'test/package/site/main.cjs'), 'utf8'));
      project.write('index.js', program);
      const { code, output, stdout } = await project.node('index.js');
      expect(code, output).to.equal(0);
      expect(JSON.parse(stdout)).to.deep.equal({
        login: 'logged in',
        customers: 1,
        article: 'ready',
        hasButton: true,
        script: 200,
        archive: [402, 'the archive'],
      });
    });
  }

  it('sells an article in Jest 29 with its defaults, on Express 4', () => sellsInJest(29, 4));

  it('says what to do where undici is too new for this Node', async function () {
    if (!isOldNode) this.skip();
    const project = await install('undici@8');
    project.write('index.js', "require('express-plenigo/undici').undiciFetch();");
    expect((await project.node('index.js')).output).to.match(
      /undici cannot be loaded on Node 20.*undici 7 runs on Node 20/,
    );
  });
});
