// Runs programs, and says what they said.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);

export interface Outcome {
  readonly code: number;
  /** Everything it wrote, to stdout and stderr. */
  readonly output: string;
  readonly stdout: string;
}

interface Call {
  args: readonly string[];
  folder: string;
}

/** Runs a program to its end; a failure is an outcome, not an error. */
export async function run(program: string, { args, folder }: Call): Promise<Outcome> {
  // Nothing of the test run's own settings, such as a loader or coverage, belongs into a site.
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...env } = process.env;
  try {
    const { stdout, stderr } = await exec(program, args, { cwd: folder, env, timeout: 120_000 });
    return { code: 0, output: stdout + stderr, stdout };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, output: stdout + stderr, stdout };
  }
}

/** As `run`, for what has to succeed; answers its stdout. */
export async function mustRun(program: string, call: Call): Promise<string> {
  const { code, output, stdout } = await run(program, call);
  if (code !== 0) throw new Error(`${program} ${call.args.join(' ')} failed: ${output}`);
  return stdout;
}
