/** Starts the other processes of the bench and of the soak, asks them things, and stops them. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

type Message = { ready?: unknown; output?: unknown; error?: string };

/** `execArgv` are the options of Node itself; none of this process's own are handed on. */
export interface Settings {
  readonly args?: string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly execArgv?: string[];
}

/** One process, whose file calls `serve()` of `serve.mjs`. It ends when this process ends, whatever happens. */
export class Program<Ready> {
  /** What the process said when it was ready. */
  readonly ready: Ready;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, ready: Ready) {
    this.#child = child;
    this.ready = ready;
  }

  static async start<Ready>(file: URL, { args = [], env = {}, execArgv = [] }: Settings = {}): Promise<Program<Ready>> {
    const child = fork(fileURLToPath(file), args, { env: { ...process.env, ...env }, execArgv });
    const { ready } = await receive(child);
    return new Program(child, ready as Ready);
  }

  /** Asks for the answer of this name. There may be one question at a time. */
  async ask<Output = void>(name: string, input?: unknown): Promise<Output> {
    const answer = receive(this.#child);
    this.#child.send({ name, input });
    return (await answer).output as Output;
  }

  /** Resolves when the process is gone. */
  async end(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.kill();
    await gone;
  }

  /** Ends the process, or sends it another signal. */
  kill(signal?: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }
}

async function receive(child: ChildProcess): Promise<Message> {
  const waiting = new AbortController();
  const end = once(child, 'exit', waiting).then(([code, signal]) => {
    throw new Error(`${child.spawnargs.slice(1).join(' ')} ended with ${code ?? signal}`);
  });
  try {
    const [message]: Message[] = await Promise.race([once(child, 'message', waiting), end]);
    if (message?.error !== undefined) throw new Error(message.error);
    return message ?? {};
  } finally {
    waiting.abort();
  }
}
