/** What an endpoint of the sandbox is: who may call it, and how it answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Backend } from './backend.js';
import type { ApiFailure, Reply } from './http.js';
import type { SandboxCall } from './types.js';

/** What an endpoint gets to see of a request. */
export interface Incoming {
  readonly req: IncomingMessage;
  /** Only for what no `Reply` can say: a page with its cache headers, or a stream. */
  readonly res: ServerResponse;
  /** The parts of the path that the endpoint leaves open, percent-decoded. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  /** The body as it came. */
  readonly text: string;
  readonly sandbox: Backend;
}

/** Who may come in, and how they are told no. */
export interface Door {
  /** Throws `ApiFailure` for a request that may not come in. */
  admit(req: IncomingMessage, sandbox: Backend): void;
  /** Says in the words of this door why something cannot be done. */
  refuse(failure: ApiFailure): Reply;
}

export interface Endpoint {
  /** Calls of plenigo's REST APIs have a name; only they are listed among the requests, and faults hit only them. */
  readonly call?: SandboxCall;
  /** Method and path; each `{id}` stands for one part of the path that is not empty. */
  readonly route: string;
  readonly door: Door;
  /** Throws `ApiFailure` to say no. Returns nothing when it has answered by itself through `res`. */
  readonly answer: (incoming: Incoming) => Reply | undefined;
}
