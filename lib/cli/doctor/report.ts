/** Writes findings for a terminal: a paragraph for each, and the verdict last. */

import { styleText } from 'node:util';
import { type Io, makeLine } from '../io.js';
import type { Finding } from './finding.js';
import type { Level } from './texts.js';

type Format = Parameters<typeof styleText>[0];

const marks: Readonly<Record<Level, { word: string; format: Format }>> = {
  ok: { word: 'ok', format: 'green' },
  warn: { word: 'look', format: 'yellow' },
  fail: { word: 'WRONG', format: ['red', 'bold'] },
  skipped: { word: '-', format: 'gray' },
};

/** This is wide enough for every mark and a space. */
const INDENT = 7;
/** Lines of more characters are hard to read, however wide the terminal is. */
const WIDEST = 96;

export function renderFindings(
  findings: readonly Finding[],
  { hasColors, columns }: Pick<Io, 'hasColors' | 'columns'>,
) {
  // The caller has decided on colors already; without the option newer Nodes would look at the terminal once more.
  const paint = (format: Format, text: string) =>
    hasColors ? styleText(format, text, { validateStream: false }) : text;
  const width = Math.max(40, Math.min(columns, WIDEST)) - INDENT;
  const indented = (text: string) => wrap(makeLine(text), width).join(`\n${' '.repeat(INDENT)}`);
  const paragraphs = findings.map(({ check, level, text, cure }) => {
    const { word, format } = marks[level];
    const mark = paint(format, word.padEnd(INDENT));
    const lines = [`${mark}${paint('bold', check)}`, indented(text)];
    if (cure !== undefined) lines.push(indented(`→ ${cure}`));
    return lines.join(`\n${' '.repeat(INDENT)}`);
  });
  return [...paragraphs, judge(findings)].join('\n\n');
}

function judge(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  const wrong = count('fail');
  if (wrong > 0) return `${wrong === 1 ? 'One thing is' : `${wrong} things are`} wrong.`;
  return count('warn') > 0 ? 'Nothing is wrong, but have a look at the above.' : 'All is well.';
}

/** Breaks a text into lines of at most `width` characters. A longer word, such as an address, has a line to itself. */
const wrap = (text: string, width: number): readonly string[] =>
  text.match(new RegExp(`\\S.{0,${width - 2}}\\S(?!\\S)|\\S+`, 'g')) ?? [''];
