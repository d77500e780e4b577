// Reads the project's source files, and which modules each imports.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { root } from '../support/root.js';

export interface Source {
  /** Path from the project's folder. */
  readonly path: string;
  readonly text: string;
  /** The text without comments. */
  readonly words: string;
  /** The text without comments and without what stands in strings and templates. */
  readonly code: string;
}

/** One import, export-from or dynamic import. */
export interface Import {
  readonly from: string;
  /** A path from the project's folder such as `lib/base/errors.ts`, or the name of a package. */
  readonly to: string;
  readonly isRelative: boolean;
  /** Nothing of it is left at run time. */
  readonly isTypeOnly: boolean;
}

/** Every file that is or will be in git, under these folders; without what is generated. */
export function filesIn(...folders: readonly string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...folders];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n');
  const deleted = execFileSync('git', ['ls-files', '--deleted'], { cwd: root, encoding: 'utf8' }).split('\n');
  return listed.filter((path) => path !== '' && !deleted.includes(path)).sort();
}

const isSource = (path: string) => /\.[cm]?[jt]s$/.test(path);

export function sourcesIn(...folders: readonly string[]): Source[] {
  return filesIn(...folders)
    .filter(isSource)
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, words: withoutComments(text), code: codeOf(text) };
    });
}

/** A string, a template, a comment or a regular expression, whichever begins first. */
const notCode =
  /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`|\/\/.*|\/\*[\s\S]*?\*\/|(?<=[=(,:?&|!]\s*)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g;

/** Blanks everything that is not code; string quotes stay. */
function codeOf(text: string): string {
  return text.replace(notCode, (match) => {
    const [first = ''] = match;
    if (first !== '/') return first + first;
    return match.replace(/[^\n]/g, ' ');
  });
}

const withoutComments = (text: string) =>
  text.replace(notCode, (match) => (/^\/[/*]/.test(match) ? match.replace(/[^\n]/g, ' ') : match));

const importPattern =
  /^\s*(?:import|export)\s+([\w$*{},\s]+?)\s+from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/** `import type …`, or braces in which every name says `type`. */
function isTypeOnly(clause: string): boolean {
  const names = /^\s*\{([\s\S]*)\}\s*$/.exec(clause)?.[1];
  if (names === undefined) return /^\s*type\b/.test(clause);
  const list = names.split(',').filter((name) => name.trim() !== '');
  return list.length > 0 && list.every((name) => /^\s*type\s/.test(name));
}

export function importsOf({ path, text }: Pick<Source, 'path' | 'text'>): Import[] {
  return [...withoutComments(text).matchAll(importPattern)].map(([, clause, named, bare, dynamic]) => {
    const name = named ?? bare ?? dynamic ?? '';
    const isRelative = name.startsWith('.');
    const target = normalize(join(dirname(path), name)).replace(/\.js$/, '.ts');
    return {
      from: path,
      to: isRelative ? target : name,
      isRelative,
      isTypeOnly: clause !== undefined && isTypeOnly(clause),
    };
  });
}
