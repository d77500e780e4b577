/** The file of `sandbox --config`: what a publisher sets up, with the place of a mistake. */
import { readFile } from 'node:fs/promises';
import { Misfit } from '../sandbox/check.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/index.js';
import { checkSettings } from '../sandbox/options.js';
import { JsonMistake, LinedJson } from './json-lines.js';

/** Something is wrong with the file. The message is one line that names file, line and field. */
export class ConfigMistake extends Error {}

/** Starts a sandbox as `file` says. @throws ConfigMistake, and what `startSandbox` throws. */
export async function startConfigured(file: string, options: SandboxOptions): Promise<Sandbox> {
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new ConfigMistake(`${file}: ${code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`}`);
  });
  let json: LinedJson | undefined;
  let elsewhere: object = {};
  try {
    json = new LinedJson(text.replace(/^\uFEFF/, ''));
    checkSettings(json.value);
    // From here on a complaint may be about an option of the command line, which is not in the file.
    elsewhere = options;
    return await startSandbox({ ...(json.value as SandboxOptions), ...options });
  } catch (error) {
    if (error instanceof JsonMistake) throw new ConfigMistake(`${file}:${error.line}: ${error.message}`);
    const isFromFile = error instanceof Misfit && !Object.hasOwn(elsewhere, error.place);
    throw isFromFile ? new ConfigMistake(`${file}:${json?.findLine(error.place)}: ${error.message}`) : error;
  }
}
