/** Injected faults: which request is hit, and what happens to it instead of an answer. */
import { type IncomingMessage, type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import { anything, byName, type Check, count, flag, must, object, oneOf, text, within } from './check.js';
import type { Reply } from './http.js';
import { CALLS } from './routes/index.js';
import type { SandboxFault, SandboxRequest } from './types.js';
import { V3_CALLS } from './v3/calls.js';

const isTimes = (value: unknown): boolean =>
  value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && Number(value) > 0);
/** Node refuses others only when they are sent, in the middle of an answer. */
function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
const headers: Check = (value, place) => {
  byName(text)(value, place);
  for (const [name, entry] of Object.entries(value as Record<string, string>)) {
    must('a header that HTTP knows', () => isHeader(name, entry))(entry, within(place, name));
  }
};
const FAULT = object({
  call: oneOf(...new Set([...CALLS, ...V3_CALLS]), 'unknown'),
  times: must('a positive whole number or Infinity', isTimes),
  status: count(200, 599),
  delay: must('a number of ms from 0 on', (value) => Number.isFinite(value) && Number(value) >= 0),
  hang: flag,
  reset: flag,
  body: anything,
  headers,
});

/** A fault, and how many requests it still hits. */
interface WaitingFault {
  readonly id: number;
  readonly fault: SandboxFault;
  left: number;
}

/** The faults still to come, first injected first used. */
export class Faults {
  readonly #waiting: WaitingFault[] = [];
  #lastId = 0;

  get waiting(): readonly WaitingFault[] {
    return this.#waiting;
  }

  /** Throws `Misfit` for a field that makes no sense. */
  add(fault: SandboxFault): () => void {
    FAULT(fault, '');
    const { times = 1 } = fault;
    this.#lastId += 1;
    const id = this.#lastId;
    this.#waiting.push({ id, fault: { ...fault }, left: times });
    return () => this.remove(id);
  }

  /** The fault for this request, if one is due; counts it as used. */
  take(call: SandboxRequest['call']): SandboxFault | undefined {
    const entry = this.#waiting.find(({ fault }) => fault.call === undefined || fault.call === call);
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left === 0) this.remove(entry.id);
    return entry.fault;
  }

  /** Nothing happens when the fault is used up or removed already. */
  remove(id: unknown): void {
    const index = this.#waiting.findIndex((entry) => entry.id === id);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}

/** Whether the fault takes the place of the answer; a mere delay does not. */
export function replacesAnswer(fault: SandboxFault): boolean {
  return Boolean(fault.hang || fault.reset) || fault.status !== undefined || fault.body !== undefined;
}

/** Does to a request what the fault says; `bodyOf` is plenigo's error of a status. Returns what was sent, with status `0` for nothing. */
export function applyFault(
  fault: SandboxFault,
  req: IncomingMessage,
  res: ServerResponse,
  bodyOf: (status: number, text: string) => object,
): Reply {
  if (fault.reset) {
    req.socket.resetAndDestroy();
    return { status: 0 };
  }
  req.resume();
  if (fault.hang) return { status: 0 };
  const status = fault.status ?? 200;
  const body = fault.body ?? bodyOf(status, 'A fault that was injected into the sandbox.');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = text.trimStart().startsWith('<') ? 'text/html' : 'application/json';
  res.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...fault.headers });
  // A 204 or 304 has no body by definition; Node would drop it anyway.
  res.end(status === 204 || status === 304 ? undefined : text);
  return { status, body: text };
}
