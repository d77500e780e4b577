/** Starts the bench's other processes, asks them things, and stops them. */

import { type ChildProcess, execFile, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

type Message = { ready?: unknown; output?: unknown; error?: string };

/** `root` is that of another checkout of this package, which is built. */
const fileOf = (name: string, root = fileURLToPath(new URL('../..', import.meta.url))) =>
  join(root, 'scripts/bench/servers', `${name}.mjs`);

/** The environment of a site in production; nothing of a loader that runs the bench itself reaches it. */
function environment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, NODE_ENV: 'production', ...extra };
}

interface Start {
  readonly args?: string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly execArgv?: string[];
  readonly root?: string | undefined;
}

/** One process, started from `servers/{name}.mjs`. It ends when the bench ends, whatever happens. */
export class BenchProcess<Ready> {
  readonly ready: Ready;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, ready: Ready) {
    this.#child = child;
    this.ready = ready;
  }

  static async start<Ready>(
    name: string,
    { args = [], env = {}, execArgv = [], root }: Start = {},
  ): Promise<BenchProcess<Ready>> {
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
    const child = fork(fileOf(name, root), args, { env: environment(env), execArgv, stdio: [...stdio] });
    // Shown only if the process fails: express-session warns of its MemoryStore at every start.
    let complaints = '';
    child.stderr?.on('data', (chunk) => {
      complaints += chunk;
    });
    try {
      const { ready } = await nextMessage(child, name);
      return new BenchProcess(child, ready as Ready);
    } catch (error) {
      throw new Error(`${name} did not start: ${complaints}`, { cause: error });
    }
  }

  /** One question at a time. */
  async ask<Output>(name: string, input?: unknown): Promise<Output> {
    const answer = nextMessage(this.#child, name);
    this.#child.send({ name, input });
    return (await answer).output as Output;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#child.exitCode !== null) return resolve();
      this.#child.once('exit', () => resolve());
      this.#child.kill();
    });
  }
}

function nextMessage(child: ChildProcess, what: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const done = () => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    const onMessage = (message: unknown) => {
      done();
      const { error, ...rest } = message as Message;
      if (error === undefined) resolve(rest);
      else reject(new Error(`${what}: ${error}`));
    };
    const onExit = (code: number | null) => {
      done();
      reject(new Error(`${what}: the process ended with ${code}`));
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}

/** Runs `servers/{name}.mjs` to its end and answers what it printed. */
export async function runToEnd(name: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileOf(name), ...args], {
    env: environment({}),
  });
  return stdout;
}
