// The package as npm would publish it, built from the sources of this moment into a folder of its own: `dist` is left alone.
import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const exec = promisify(execFile);

/** Nothing of a test run's own settings, such as a loader or coverage, belongs into the package. Rejects with all that was said. */
async function run(program: string, args: readonly string[], folder: string): Promise<string> {
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...env } = process.env;
  try {
    return (await exec(program, args, { cwd: folder, env, timeout: 120_000 })).stdout;
  } catch (error) {
    const { message, stdout = '' } = error as { message: string; stdout?: string };
    throw new Error(`${message}\n${stdout}`, { cause: error });
  }
}

/** What `npm pack` made. */
export interface Tarball {
  /** Absolute path of the `.tgz`. */
  readonly path: string;
  /** The files in it, as `npm pack --json` lists them. */
  readonly files: readonly string[];
}

/** Packs in `stage`, an empty folder. */
export async function pack(stage: string): Promise<Tarball> {
  for (const name of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md', 'docs']) {
    cpSync(join(root, name), join(stage, name), { recursive: true });
  }
  await run(process.execPath, [join(root, 'scripts/build.mjs'), join(stage, 'dist')], root);
  // Scripts would build again, and there is nothing to build with in the stage.
  const [packed] = JSON.parse(await run('npm', ['pack', '--ignore-scripts', '--json'], stage)) as {
    filename: string;
    files: { path: string }[];
  }[];
  if (packed === undefined) throw new Error('npm pack made nothing');
  return { path: join(stage, packed.filename), files: packed.files.map(({ path }) => path) };
}
