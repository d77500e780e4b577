// Stands in for the process around a command: an environment, what was printed, and a signal to stop.
import type { Io } from '../../lib/cli/io.js';

export function openSession({ env = {}, hasColors = false, columns = 80, agrees = false } = {}) {
  const lines: string[] = [];
  const errors: string[] = [];
  const questions: string[] = [];
  const waiting: (() => void)[] = [];
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const printed = () => lines.join('\n');
  const nothing = {
    companyId: undefined,
    secret: undefined,
    apiToken: undefined,
    apiUrl: undefined,
    cookie: undefined,
  };
  const io: Io = {
    env: { ...nothing, ...env },
    version: () => '1.2.3',
    out(text) {
      lines.push(text);
      for (const look of waiting) look();
    },
    err: (text) => errors.push(text),
    hasColors,
    columns,
    confirm: async (question) => {
      questions.push(question);
      return agrees;
    },
    untilStopped: () => stopped,
  };
  return {
    io,
    /** Everything printed so far, and what was printed as an error. */
    printed,
    complaints: () => errors.join('\n'),
    /** What somebody was asked, who agrees or does not. */
    questions,
    /** Resolves with all output when it matches. */
    says: (pattern: RegExp) =>
      new Promise<string>((resolve) => {
        const look = () => pattern.test(printed()) && resolve(printed());
        waiting.push(look);
        look();
      }),
    /** The signal of Ctrl+C. */
    stop,
  };
}
