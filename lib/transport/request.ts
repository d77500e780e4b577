/** One call of an API, as data: built by the files of that API, sent by `send.ts`. */

export interface ApiRequest<Result> {
  readonly call: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly body?: object;
  /** Sending it twice does what sending it once does, so it may be sent again when it is unknown whether it arrived. */
  readonly repeatable: boolean;
  /** Statuses besides 2xx that are an answer rather than an error. */
  readonly answers?: readonly number[];
  /**
   * The result of an answer, or undefined if it lacks what the call is for. `json` is undefined if the answer was empty;
   * one that is neither empty nor JSON does not get here.
   */
  parse(json: unknown, status: number): Result | undefined;
}
