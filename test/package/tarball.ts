// The package as npm would publish it, built from the sources of this moment into a temporary folder: `dist` is left alone.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/root.js';
import { mustRun } from './run.js';

let parent: string | undefined;

/** A temporary folder that is gone when the test run is over. */
export function temporaryFolder(): string {
  if (parent === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'express-plenigo-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    // mocha gives a worker one second to end, which is less than this may take.
    process.once('SIGTERM', () => process.exit(143));
    parent = folder;
  }
  return mkdtempSync(join(parent, 'site-'));
}

export interface Tarball {
  /** Absolute path of the `.tgz`. */
  readonly path: string;
  /** The files in it, as `npm pack --json` lists them. */
  readonly files: readonly string[];
}

async function pack(): Promise<Tarball> {
  const stage = temporaryFolder();
  for (const name of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md', 'docs'])
    cpSync(join(root, name), join(stage, name), { recursive: true });
  await mustRun(process.execPath, { args: ['scripts/build.mjs', join(stage, 'dist')], folder: root });
  // Scripts would build again, and there is nothing to build with in the stage.
  const stdout = await mustRun('npm', { args: ['pack', '--ignore-scripts', '--json'], folder: stage });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (packed === undefined) throw new Error('npm pack made nothing');
  return { path: join(stage, packed.filename), files: packed.files.map(({ path }) => path) };
}

let packing: Promise<Tarball> | undefined;

/** Packed once for all tests of a run: by `scripts/test.mjs`, which tells its processes in `PACKED`, or by the first that asks. */
export function tarball(): Promise<Tarball> {
  const { PACKED } = process.env;
  packing ??= PACKED ? Promise.resolve(JSON.parse(PACKED) as Tarball) : pack();
  return packing;
}
