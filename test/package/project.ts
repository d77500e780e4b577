// Throw-away projects that have the packed package installed, and of everything else just what they ask for.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root, tarball, temporaryFolder } from './tarball.js';

const exec = promisify(execFile);

/** What a finished process said. */
export interface Outcome {
  /** Its exit code. */
  readonly code: number;
  /** Everything it wrote, to stdout and stderr. */
  readonly output: string;
  readonly stdout: string;
}

/** One throw-away project. */
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

/** The TypeScript compiler of this repository. */
export const compiler = join(modules, 'typescript/bin/tsc');

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
  for (const name of Object.keys(dependencies)) {
    // Another version than its neighbours use is inside the copy.
    const inner = join(installed, 'node_modules', name);
    if (existsSync(inner)) installDependencies(folder, inner);
    else installTypes(folder, name);
  }
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
  await exec('tar', ['-xzf', path, '-C', own, '--strip-components=1']);
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

/** Runs a program to its end; a failure is an outcome, not an error. */
export async function run(
  program: string,
  { args, folder }: { args: readonly string[]; folder: string },
): Promise<Outcome> {
  // Nothing of the test run's own settings, such as a loader or coverage, belongs into a site.
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...env } = process.env;
  try {
    const { stdout, stderr } = await exec(program, args, { cwd: folder, env, timeout: 60_000 });
    return { code: 0, output: stdout + stderr, stdout };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, output: stdout + stderr, stdout };
  }
}
