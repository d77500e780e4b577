// The packed package, and folders to install it in.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack, type Tarball } from '../../scripts/pack.js';

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

let packing: Promise<Tarball> | undefined;

/** Packed once for all tests of a run: by `scripts/test.mjs`, or here, where mocha runs by itself. */
export function tarball(): Promise<Tarball> {
  const { PACKED } = process.env;
  packing ??= PACKED ? Promise.resolve(JSON.parse(PACKED) as Tarball) : pack(temporaryFolder());
  return packing;
}
