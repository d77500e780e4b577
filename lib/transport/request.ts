/** One call of an API, as data: built by the files of that API, sent by `send.ts`. */

import type { CallName } from '../v2/wire.js';

/** One call, as data: built and parsed by pure functions, sent by `send.ts`. */
export interface ApiRequest<Result> {
  readonly call: CallName;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly body?: object;
  /** Sending it twice does what sending it once does, so it may be sent again when it is unknown whether it arrived. */
  readonly repeatable: boolean;
  /** The result of a 2xx answer, or undefined if the answer lacks what the call is for. `json` is undefined if there was none. */
  parse(json: unknown): Result | undefined;
  /** The result that another status stands for, if it is an answer rather than an error. */
  readonly answers?: Readonly<Record<number, Result>>;
}
