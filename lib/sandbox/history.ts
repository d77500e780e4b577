/** The API requests a sandbox remembers, and how long lists are kept from growing without limit. */
import type { SandboxRequest } from './types.js';

/**
 * Shortens a list to its last `keepLast` entries once it is a tenth longer: moving a long list for each new entry would
 * be slow. Stops before the first entry that may not go. Returns what was forgotten.
 */
export function forgetOldest<T>(list: T[], keepLast: number, mayGo: (entry: T) => boolean = () => true): T[] {
  if (list.length <= keepLast * 1.1) return [];
  const surplus = list.length - keepLast;
  const stays = list.findIndex((entry, index) => index >= surplus || !mayGo(entry));
  return list.splice(0, stays);
}

const LONGEST = 2000;
const NAME = '[\\w-]*(?:token|session|password|secret)[\\w-]*';
/** Credentials stand in fields of JSON, in parameters of addresses, and one in a path. */
const PLACES = [
  new RegExp(`("(${NAME})"\\s*:\\s*")((?:[^"\\\\]|\\\\.)+)`, 'gi'),
  new RegExp(`([?&](${NAME})=)([^&]+)`, 'gi'),
  /(\/(changeSessions)\/)([^/?]+)/g,
];
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** Shortens credentials, which are no example to follow even in a sandbox, and what is too long for a page. */
export function masked(text: string): string {
  let safe = text.replace(JWT, 'eyJ…');
  for (const place of PLACES) {
    safe = safe.replace(place, (_, before: string, name: string, value: string) => {
      return `${before}${/password|secret/i.test(name) ? '' : value.slice(0, 6)}…`;
    });
  }
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}

/** What was sent and answered is remembered of the last so many requests. */
const WHOLE = 100;

/** What the sandbox's own page shows of a request beyond its public fields. */
export interface RequestDetails {
  /** Counted from 1 for the first request. */
  readonly id: number;
  /** ms since 1970, by the sandbox's clock. */
  readonly at: number;
  /** Whether an injected fault hit it. */
  fault: boolean;
  /** How long the answer took, in ms; there once it was sent. */
  ms?: number;
  /** The bodies of the request and its answer, without credentials. */
  sent?: string;
  answered?: string;
  /** Fields that were sent, and that API v3 does not know. */
  notes?: readonly string[];
}

export class RequestLog {
  readonly list: SandboxRequest[] = [];
  readonly #details: (RequestDetails & { request: SandboxRequest })[] = [];
  readonly #keepLast: number;
  /** Counts all requests, the forgotten ones included. */
  total = 0;

  constructor(keepLast: number) {
    this.#keepLast = keepLast;
  }

  /** Adds a request and returns its details, which its answer fills in. */
  add(request: SandboxRequest, at: number): RequestDetails {
    this.total += 1;
    const details = { request, id: this.total, at, fault: false };
    this.#details.push(details);
    this.list.push(request);
    const old = this.#details.at(-1 - WHOLE);
    delete old?.sent;
    delete old?.answered;
    for (const list of [this.list, this.#details]) forgetOldest<unknown>(list, this.#keepLast);
    return details;
  }

  /** Lists the last `count`, newest first. */
  latest(count: number): (SandboxRequest & RequestDetails)[] {
    const newest = this.#details.slice(-count).reverse();
    return newest.map(({ request, ...details }) => ({ ...request, url: masked(request.url), ...details }));
  }

  clear(): void {
    this.list.length = 0;
    this.#details.length = 0;
    this.total = 0;
  }
}
