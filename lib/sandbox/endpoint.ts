/** What an endpoint of the sandbox is: who may call it, and how it answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Backend } from './backend.js';
import type { ApiFailure, Reply } from './http.js';
import type { SandboxCall } from './types.js';

export interface Incoming {
  readonly req: IncomingMessage;
  /** Is there only for what no `Reply` can say, such as a page with its cache headers. */
  readonly res: ServerResponse;
  /** The parts of the path that the endpoint leaves open, percent-decoded. */
  readonly ids: readonly string[];
  /** The first of them; empty where there is none. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** The body as it came. */
  readonly text: string;
  /** What the console is to say of the request: fields that are not known. */
  readonly notes: string[];
  readonly sandbox: Backend;
}

/** Answers a request, or throws `ApiFailure` to say no. Returns nothing when it has answered by itself through `res`. */
export type Answer = (incoming: Incoming) => Reply | undefined;

/** Who may come in, and how they are told no. */
export interface Door {
  admit(req: IncomingMessage, sandbox: Backend): void;
  /** Says in the words of this door why something cannot be done. */
  refuse(failure: ApiFailure): Reply;
}

export interface Endpoint {
  /** The name of a call of plenigo's REST APIs: these are listed among the requests, and faults hit them. */
  readonly call?: SandboxCall;
  /** Method and path, such as `GET /a/{id}`; each `{id}` stands for one part of the path that is not empty. */
  readonly route: string;
  readonly door: Door;
  readonly answer: Answer;
}
