/** Injected faults: which request is hit, and what happens to it instead of an answer. */
import { type IncomingMessage, type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import { anything, byName, type Check, count, flag, Misfit, must, object, oneOf, text, within } from './check.js';
import { ApiFailure, type Reply } from './http.js';
import type { SandboxFault, SandboxRequest } from './types.js';

/** Faults that stay until they are removed hit infinitely many requests. */
const isTimes = (value: unknown): boolean =>
  value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && Number(value) > 0);
/** Node refuses a wrong header only when it is sent, in the middle of an answer. */
const headers: Check = (value, place) => {
  byName(text)(value, place);
  for (const [name, entry] of Object.entries(value as Record<string, string>)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, entry);
    } catch {
      throw new Misfit(within(place, name), 'must be a header that HTTP knows');
    }
  }
};
const FIELDS = {
  times: must('a positive whole number or Infinity', isTimes),
  status: count(200, 599),
  delay: must('a number of ms from 0 on', (value) => Number.isFinite(value) && Number(value) >= 0),
  hang: flag,
  reset: flag,
  body: anything,
  headers,
};

export class Faults {
  /** The faults still to come, first injected first used, and how many requests each still hits. */
  readonly waiting: { readonly id: number; readonly fault: SandboxFault; left: number }[] = [];
  /** The names of the calls that a fault can be for. */
  readonly calls: readonly string[];
  readonly #check: Check;
  #lastId = 0;

  constructor(calls: readonly string[]) {
    this.calls = calls;
    this.#check = object({ ...FIELDS, call: oneOf(...calls, 'unknown') });
  }

  /** Throws `Misfit` for a field that makes no sense. */
  add(fault: SandboxFault): () => void {
    this.#check(fault, '');
    this.#lastId += 1;
    const id = this.#lastId;
    this.waiting.push({ id, fault: { ...fault }, left: fault.times ?? 1 });
    return () => this.remove(id);
  }

  /** The fault for this request, if one is due; counts it as used. */
  take(call: SandboxRequest['call']): SandboxFault | undefined {
    const entry = this.waiting.find(({ fault }) => fault.call === undefined || fault.call === call);
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left === 0) this.remove(entry.id);
    return entry.fault;
  }

  /** Nothing happens when the fault is used up or removed already. */
  remove(id: unknown): void {
    const index = this.waiting.findIndex((entry) => entry.id === id);
    if (index >= 0) this.waiting.splice(index, 1);
  }

  clear(): void {
    this.waiting.length = 0;
  }
}

/** Answers a request as the fault says, with status `0` for nothing; `undefined` when it only delays. */
export function applyFault(
  fault: SandboxFault,
  { req, res, refuse }: { req: IncomingMessage; res: ServerResponse; refuse: (failure: ApiFailure) => Reply },
): Reply | undefined {
  if (fault.reset) {
    req.socket.resetAndDestroy();
    return { status: 0 };
  }
  if (!fault.hang && fault.status === undefined && fault.body === undefined) return undefined;
  req.resume();
  if (fault.hang) return { status: 0 };
  const status = fault.status ?? 200;
  const body = fault.body ?? refuse(new ApiFailure(status, 'A fault that was injected into the sandbox.')).body;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = text.trimStart().startsWith('<') ? 'text/html' : 'application/json';
  res.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...fault.headers });
  // A 204 or 304 has no body by definition; Node would drop it anyway.
  res.end(status === 204 || status === 304 ? undefined : text);
  return { status, body: text };
}
