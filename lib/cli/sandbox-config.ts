/** The file of `sandbox --config`: what a publisher sets up, with the place of a mistake. */
import { readFile } from 'node:fs/promises';
import { Misfit } from '../sandbox/check.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/index.js';
import { checkSettings } from '../sandbox/options.js';
import { FileMistake, LinedJson } from './json-lines.js';

/** Starts a sandbox as `file` says. @throws FileMistake, and what `startSandbox` throws. */
export async function startConfigured(file: string, options: SandboxOptions): Promise<Sandbox> {
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new FileMistake(`${file}: ${code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`}`);
  });
  let json: LinedJson | undefined;
  let elsewhere: object = {};
  try {
    json = new LinedJson(file, text.replace(/^\uFEFF/, ''));
    checkSettings(json.value);
    // From here on a complaint may be about an option of the command line, which is not in the file.
    elsewhere = options;
    return await startSandbox({ ...(json.value as SandboxOptions), ...options });
  } catch (error) {
    const isFromFile = error instanceof Misfit && !Object.hasOwn(elsewhere, error.place);
    throw isFromFile ? new FileMistake(`${file}:${json?.findLine(error.place)}: ${error.message}`) : error;
  }
}
