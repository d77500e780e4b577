// How findings look in a terminal, and in a file.
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import type { Finding } from '../../../lib/cli/doctor/finding.js';
import { renderFindings } from '../../../lib/cli/doctor/report.js';

const long = 'A word and another word and yet another word '.repeat(8).trim();

const findings: Finding[] = [
  { check: 'Connection', level: 'ok', text: long },
  { check: 'Clock', level: 'warn', text: 'It is late.', cure: long },
  { check: 'Credentials', level: 'fail', text: 'No.', cure: `See https://${'x'.repeat(120)}.example` },
  { check: 'Product', level: 'skipped', text: 'Not checked.' },
];

describe('the report of the doctor', () => {
  it('is as wide as the terminal, but never wider than can be read, and indented', () => {
    for (const [columns, widest] of [
      [60, 60],
      [300, 96],
      // The verdict is never broken.
      [10, 47],
    ] as const) {
      const lines = renderFindings(findings.slice(0, 2), { hasColors: false, columns }).split('\n');
      expect(Math.max(...lines.map(({ length }) => length))).to.be.at.most(widest);
      for (const line of lines.filter((line) => line.includes('word'))) expect(line).to.match(/^ {7}/);
    }
  });

  it('has each finding’s mark, text and cure, no control characters without colors, and the same text with them', () => {
    const plain = renderFindings(findings, { hasColors: false, columns: 80 });
    const painted = renderFindings(findings, { hasColors: true, columns: 80 });
    for (const part of [
      'ok     Connection\n',
      'look   Clock\n       It is late.\n       → A word',
      'WRONG  Credentials\n',
    ]) {
      expect(plain).to.include(part);
    }
    expect(plain).to.include('-      Product\n').and.equal(stripVTControlCharacters(plain)).and.not.equal(painted);
    expect(stripVTControlCharacters(painted)).to.equal(plain);
  });

  it('ends with the verdict', () => {
    for (const [levels, verdict] of [
      [['ok', 'skipped'], /^All is well\.$/],
      [['ok', 'warn'], /^Nothing is wrong, but/],
      [['warn', 'fail'], /^One thing is wrong\.$/],
      [['fail', 'fail'], /^2 things are wrong\.$/],
    ] as const) {
      const some = levels.map((level) => ({ check: 'x', level, text: 'x' }));
      expect(renderFindings(some, { hasColors: false, columns: 80 }).split('\n').pop()).to.match(verdict);
    }
  });
});
