/** Shows each call to others: as a diagnostics event, as a debug line, and wrong credentials as an error in the log. */

import { channel } from 'node:diagnostics_channel';
import type { PlenigoError, PlenigoErrorCode } from '../base/errors.js';
import type { Reporter } from '../base/reporter.js';

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

/** Tells of one attempt: what was tried, and what came of it. */
export function showCall(
  reporter: Reporter,
  tried: Pick<CallEvent, 'call' | 'attempt' | 'duration'>,
  { error, status }: { error?: PlenigoError | undefined; status?: number | undefined },
): void {
  const event: CallEvent = { ...tried, ...(error && { code: error.code }), ...(status && { status }) };
  if (calls.hasSubscribers) calls.publish(event);
  reporter.debug(event, 'plenigo call');
  // Wrong credentials are told once, and again only after a call has succeeded in between.
  if (error?.code === 'invalid-credentials') reporter.begin(error.code, error);
  else if (error === undefined) reporter.end('invalid-credentials');
}
