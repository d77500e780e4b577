/** What others may see of each call: a diagnostics event, a debug line, and one loud word about wrong credentials. */

import { channel } from 'node:diagnostics_channel';
import { PlenigoApiError, type PlenigoError, type PlenigoErrorCode } from '../base/errors.js';
import type { Logger } from '../base/options.js';

/** The message on the diagnostics channel `express-plenigo:call`, published after every attempt. */
export interface CallEvent {
  /** The REST call that was tried. */
  readonly call: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** In ms. */
  readonly duration: number;
  /** The code of the error; absent when the call succeeded. */
  readonly code?: PlenigoErrorCode;
  /** The HTTP status of the answer; absent when there was none. */
  readonly status?: number;
}

const calls = channel('express-plenigo:call');

/** What is to be told of each attempt; `started` as `performance.now()` gave it. */
export function createObserver(logger: Logger) {
  let credentialsRefused = false;
  return (
    { call, attempt, started }: Pick<CallEvent, 'call' | 'attempt'> & { started: number },
    outcome: { status?: number; error?: PlenigoError | undefined },
  ): void => {
    const { error, status = error instanceof PlenigoApiError ? error.status : undefined } = outcome;
    const duration = performance.now() - started;
    const code = error && { code: error.code };
    const event: CallEvent = { call, attempt, duration, ...code, ...(status !== undefined && { status }) };
    if (calls.hasSubscribers) calls.publish(event);
    logger.debug(event, 'plenigo call');
    // Loudly, but not on every page: once, and again only after it had worked in between.
    if (error?.code === 'invalid-credentials') {
      if (!credentialsRefused) logger.error({ code: error.code }, error.message);
      credentialsRefused = true;
    } else if (error === undefined) credentialsRefused = false;
  };
}
