// The warnings of this process.
import { setImmediate } from 'node:timers/promises';

/** Those that come while `work` is done. */
export async function collectWarnings(work: () => Promise<unknown>): Promise<Error[]> {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  try {
    await work();
    await setImmediate();
    return warnings;
  } finally {
    process.off('warning', note);
  }
}
