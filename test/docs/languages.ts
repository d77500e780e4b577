// How a code block of each language is checked, but for TypeScript, which is compiled all at once.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs from 'ejs';
import { transformSync } from 'esbuild';
import { Eta } from 'eta';
import handlebars from 'handlebars';
import nunjucks from 'nunjucks';
import pug from 'pug';
import { root } from '../support/root.js';

/** Throws if the code is wrong. */
type Check = (code: string) => unknown;

const manifest: { name: string; scripts: Record<string, string>; bin?: Record<string, string> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

/** npm's own commands that documentation may name; those that run a script are looked up. */
const npmCommands = ['install', 'i', 'ci', 'cit', 'init', 'uninstall', 'pack', 'view'];

function checkNpm([command = '', argument = '']: readonly string[]): void {
  const script = command === 'run' ? argument : command;
  if (command !== 'run' && npmCommands.includes(command)) return;
  if (!Object.hasOwn(manifest.scripts, script)) throw new Error(`there is no script "${script}" for npm to run`);
}

function checkNpx(words: readonly string[]): void {
  const name = words.find((word) => !word.startsWith('-')) ?? '';
  const isOwn = name === manifest.name && Object.hasOwn(manifest.bin ?? {}, name);
  if (!isOwn && !existsSync(join(root, 'node_modules/.bin', name))) {
    throw new Error(`there is no program "${name}" for npx to run`);
  }
}

function checkNode(words: readonly string[]): void {
  const file = words.find((word) => !word.startsWith('-') && /\.[cm]?[jt]s$/.test(word));
  if (file !== undefined && !existsSync(join(root, file))) throw new Error(`there is no file "${file}"`);
}

/** Every npm script, program and file that a shell block names must exist. */
function checkShell(code: string): void {
  for (const line of code.replace(/\\\n/g, ' ').split('\n')) {
    for (const command of line.replace(/(^|\s)#.*/, '').split(/&&|\|\||[;|]/)) {
      const words = command.trim().split(/\s+/);
      while (/^\w+=/.test(words[0] ?? '')) words.shift();
      const [program, ...rest] = words;
      if (program === 'npm') checkNpm(rest);
      if (program === 'npx') checkNpx(rest);
      if (program === 'node') checkNode(rest);
    }
  }
}

const javascript: Check = (code) => transformSync(code, { loader: 'js' });

const diagrams = /^(sequenceDiagram|flowchart (TD|LR)|stateDiagram-v2)\n/;

/** Language → check. TypeScript is compiled elsewhere; `text` is output or a drawing. */
export const checks: Readonly<Record<string, Check>> = {
  ejs: (code) => ejs.compile(code),
  eta: (code) => new Eta().compile(code),
  hbs: (code) => handlebars.precompile(code),
  js: javascript,
  cjs: javascript,
  json: (code) => JSON.parse(code),
  mermaid(code) {
    if (!diagrams.test(code)) throw new Error('a diagram begins with its kind');
  },
  njk: (code) => new nunjucks.Template(code, new nunjucks.Environment(), 'block', true),
  pug: (code) => pug.compile(code),
  sh: checkShell,
  text: () => undefined,
};
