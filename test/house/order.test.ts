// Small rules that every file keeps: short, says what it is for, and nothing left lying about.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
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

describe('the repository', () => {
  it('has no leftovers: notes to self, focused or skipped tests, debuggers', () => {
    const note = /\b(TO[D]O|FIX[M]E)\b/;
    const left = /\b(describe|it)\.(only|skip)\(|\b(fit|xit|fdescribe|xdescribe)\(|^\s*debugger;/m;
    const faults = sources
      .filter(({ text, code }) => note.test(text) || left.test(code))
      .map(({ path }) => path);
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
