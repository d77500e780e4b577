// Small rules that every file keeps, and what CONTRIBUTING says: its paths and commands, and its first test, which runs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readPage } from '../docs/markdown.js';
import { root } from '../support/root.js';
import { filesIn, sourcesIn } from './sources.js';

/** About 300 lines is where a file becomes two. */
const LIMIT = 330;

const sources = sourcesIn('lib', 'test', 'example-app', 'scripts');

describe('every source file', () => {
  it(`has no more than ${LIMIT} lines`, () => {
    expect(sources).to.have.length.above(100);
    const long = sources.filter(({ text }) => text.split('\n').length > LIMIT).map(({ path }) => path);
    expect(long).to.deep.equal([]);
  });

  it('opens with what it is for', () => {
    const silent = sources.filter(({ text }) => !/^(#!.*\n)?(\/\/ \S|\/\*\*? \S|\/\*\*\n \* \S)/.test(text));
    expect(silent.map(({ path }) => path)).to.deep.equal([]);
  });
});

describe('what CONTRIBUTING says', () => {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  /** Not in git: there after the build. */
  const built = ['lib/generated/', 'dist/'];

  it('names only files and folders that are there', () => {
    const named = spans.flatMap((span) => span.match(/(?<![\w/*])(?:lib|test|scripts|docs|\.ci)\/[\w./-]*/g) ?? []);
    expect(named).to.include.members(['lib/index.ts', 'test/base/check.test.ts', 'scripts/test.mjs']);
    const gone = named.filter((path) => !built.includes(path) && !existsSync(join(root, path)));
    expect(gone).to.deep.equal([]);
  });

  it('names only scripts that npm finds', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = spans.flatMap((span) => /^npm (?:run )?([\w:]+)/.exec(span)?.[1] ?? []);
    expect(named).to.include.members(['test', 'test:quick', 'bench']);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).to.deep.equal([]);
  });

  it('runs one file as it says', () => {
    const [, ...args] = spans.find((span) => span.startsWith('npx mocha '))?.split(' ') ?? [];
    const [mocha, file] = args;
    expect(mocha).to.equal('mocha');
    const run = ['node_modules/mocha/bin/mocha.js', '--dry-run', String(file)];
    expect(execFileSync(process.execPath, run, { cwd: root, encoding: 'utf8' })).to.match(/[1-9]\d* passing/);
  });
});

describe('the repository', () => {
  it('has no leftovers: notes to self, focused or skipped tests, debuggers', () => {
    const note = /\b(TO[D]O|FIX[M]E)\b/;
    const left = /\b(describe|it)\.(only|skip)\(|\b(fit|xit|fdescribe|xdescribe)\(|^\s*debugger;/m;
    const faults = sources.filter(({ text, code }) => note.test(text) || left.test(code)).map(({ path }) => path);
    const pages = filesIn('*.md').filter((path) => note.test(readFileSync(join(root, path), 'utf8')));
    expect([...faults, ...pages]).to.deep.equal([]);
  });

  it('names no folder of the machine it was written on', () => {
    const text = filesIn().filter((path) => /\.([cm]?[jt]s|json|md|ejs|css|svg)$/.test(path));
    const here = new RegExp(`${['root', 'work', 'home'].map((name) => `["'\`( ]/${name}/\\w`).join('|')}`);
    expect(text.filter((path) => here.test(readFileSync(join(root, path), 'utf8')))).to.deep.equal([]);
  });

  it('locks packages without naming a registry', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.to.include('"resolved": "http');
  });
});

describe('the first test of a newcomer', () => {
  it('runs as CONTRIBUTING shows it', () => {
    const [block] = readPage('CONTRIBUTING.md').blocks.filter(({ language }) => language === 'ts');
    // Git and the other tests look at no file there, and packages are found.
    const cache = join(root, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'recipe-'));
    try {
      const file = join(folder, 'newcomer.test.ts');
      writeFileSync(file, `${block?.code}`.replace("'./", `'${join(root, 'test/middleware')}/`));
      const args = ['node_modules/mocha/bin/mocha.js', file];
      expect(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })).to.include('1 passing');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
