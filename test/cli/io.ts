// Stands in for the process around a command: an environment, what was printed, and a signal to stop.
import type { Io } from '../../lib/cli/io.js';

export interface Session {
  readonly io: Io;
  /** Everything printed so far. */
  printed(): string;
  /** What was printed as an error so far. */
  complaints(): string;
  /** Resolves with all output when it matches. */
  says(pattern: RegExp): Promise<string>;
  /** The signal of Ctrl+C. */
  stop(): void;
}

export function openSession({ env = {}, hasColors = false, columns = 80 } = {}): Session {
  const lines: string[] = [];
  const errors: string[] = [];
  const waiting: (() => void)[] = [];
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const printed = () => lines.join('\n');
  return {
    io: {
      env: {
        companyId: undefined,
        secret: undefined,
        apiToken: undefined,
        apiUrl: undefined,
        cookie: undefined,
        ...env,
      },
      version: () => '1.2.3',
      out(text) {
        lines.push(text);
        for (const look of waiting) look();
      },
      err: (text) => errors.push(text),
      hasColors,
      columns,
      untilStopped: () => stopped,
    },
    printed,
    complaints: () => errors.join('\n'),
    says: (pattern) =>
      new Promise((resolve) => {
        const look = () => pattern.test(printed()) && resolve(printed());
        waiting.push(look);
        look();
      }),
    stop,
  };
}
