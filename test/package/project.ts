// Throw-away projects that have the packed package installed, and of everything else just what they ask for.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../support/root.js';
import { mustRun, type Outcome, run } from './run.js';
import { tarball, temporaryFolder } from './tarball.js';

export interface Project {
  readonly folder: string;
  /** Writes a file; folders are made as needed. */
  write(path: string, text: string): void;
  /** Runs Node in the folder; with the compiler's path first it runs the compiler. */
  node(...args: string[]): Promise<Outcome>;
}

/** What a project has besides the package and its dependencies. */
export interface Recipe {
  type?: 'module' | 'commonjs';
  /** Name in the project → name in this repository's `node_modules`; types come with everything they need. */
  packages?: Readonly<Record<string, string>>;
}

const modules = join(root, 'node_modules');

/** The TypeScript compilers of this repository: the one that most sites have, and its much faster successor. */
export const compiler = join(modules, 'typescript/bin/tsc');
export const fastCompiler = join(modules, 'typescript7/bin/tsc');

/**
 * Types are copied with what they depend on, as npm would lay them out: through a link they would find this
 * repository's neighbours instead of the project's.
 */
function installTypes(folder: string, name: string, source = name): void {
  const target = join(folder, 'node_modules', name);
  if (existsSync(target)) return;
  cpSync(join(modules, source), target, { recursive: true });
  installDependencies(folder, target);
}

function installDependencies(folder: string, installed: string): void {
  const { dependencies = {} } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) if (!isResolvable(name, installed)) installTypes(folder, name);
  // Where a package needs another version than its neighbours, that version is inside the copy.
  const inner = join(installed, 'node_modules/@types');
  for (const name of existsSync(inner) ? readdirSync(inner) : []) installDependencies(folder, join(inner, name));
}

/** Whether `name` is in a `node_modules` at or above the folder `from`. */
function isResolvable(name: string, from: string): boolean {
  if (existsSync(join(from, 'node_modules', name))) return true;
  return dirname(from) !== from && isResolvable(name, dirname(from));
}

function link(folder: string, name: string, source = name): void {
  const target = join(folder, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(modules, source), target, 'dir');
}

/** A project with the packed package; the dependencies of the package come from this repository, without a download. */
export async function createProject({ type = 'module', packages = {} }: Recipe = {}): Promise<Project> {
  const folder = temporaryFolder();
  const own = join(folder, 'node_modules/express-plenigo');
  mkdirSync(own, { recursive: true });
  const { path } = await tarball();
  await mustRun('tar', { args: ['-xzf', path, '-C', own, '--strip-components=1'], folder });
  const { dependencies } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) link(folder, name);
  for (const [name, source] of Object.entries(packages)) {
    if (name.startsWith('@types/')) installTypes(folder, name, source);
    else link(folder, name, source);
  }
  return openProject(folder, type);
}

/** A project in this folder, with nothing installed. */
export function openProject(folder: string, type: 'module' | 'commonjs'): Project {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', JSON.stringify({ name: 'site', private: true, type }));
  return { folder, write, node: (...args) => run(process.execPath, { args, folder }) };
}
