/** The faults of one request: the site hears of each kind once, and no page fails for what runs beside it. */

import type { Request } from 'express';
import { PlenigoError, type PlenigoErrorCode } from '../base/errors.js';
import type { Reporter } from '../base/reporter.js';
import { isRefusal } from './standing.js';

const MINUTE = 60_000;

export type Faults = ReturnType<typeof createFaults>;

export function createFaults(reporter: Reporter, req: Request) {
  const reported = new Set<PlenigoErrorCode>();

  /** Tells the site, except of what the reader is told. `reader` is the id of the user. @throws whatever is no error of this package. */
  function report(error: unknown, reader?: string): PlenigoError {
    if (!(error instanceof PlenigoError)) throw error;
    if (!reported.has(error.code) && !isRefusal(error)) reporter.reportFault({ error, req, reader });
    reported.add(error.code);
    return error;
  }

  /** Runs work for which no page waits or fails; nor does the process end for it. */
  async function beside(work: () => Promise<unknown>, reader?: string): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof PlenigoError) report(error, reader);
      // The error itself could hold what is the reader's own.
      else reporter.warnOnce('the session of the site cannot be read or written', { within: MINUTE });
    }
  }

  return { report, beside };
}
