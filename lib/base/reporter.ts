/** Tells the operators of a site what goes wrong: it never throws, whatever their logger does, and repeats itself seldom. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import type { PlenigoError, PlenigoErrorCode } from './errors.js';
import type { Logger } from './log.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How often the same is said; without `within` (in ms) once and never again. */
export interface Repetition {
  /** What counts as the same. Default: the message. */
  readonly about?: string;
  readonly within?: number;
}

/** A fault on a page; `reader` is the id of whoever is logged in there. */
export interface PageFault {
  readonly error: PlenigoError;
  readonly req: Request;
  readonly reader?: string | undefined;
}

/** These two are told when they begin and when they end, so not on every page. */
const LASTING: ReadonlySet<PlenigoErrorCode> = new Set(['invalid-credentials', 'circuit-open']);

/** Each client or site has one, around the options `logger` and `onError`. */
export class Reporter implements Logger {
  readonly #logger: Logger;
  readonly #onError: ((error: PlenigoError, req: Request) => unknown) | undefined;
  /** When what was said last, as `performance.now()` has it. */
  readonly #said = new LRUCache<string, number>({ max: 10_000 });
  readonly #lasting = new Set<PlenigoErrorCode>();

  constructor(logger: Logger, onError?: (error: PlenigoError, req: Request) => unknown) {
    this.#logger = logger;
    this.#onError = onError;
  }

  debug(fields: object, message: string): void {
    this.#write('debug', fields, message);
  }

  info(fields: object, message: string): void {
    this.#write('info', fields, message);
  }

  warn(fields: object, message: string): void {
    this.#write('warn', fields, message);
  }

  error(fields: object, message: string): void {
    this.#write('error', fields, message);
  }

  /** Warns, unless the same was said already. */
  warnOnce(message: string, repetition: Repetition & { fields?: object } = {}): void {
    const { about = message, within, fields = {} } = repetition;
    if (this.isDue(about, within)) this.warn(fields, message);
  }

  /** Whether this may be said (again); whoever asks says it. `within` is in ms. */
  isDue(about: string, within = Number.POSITIVE_INFINITY): boolean {
    const now = performance.now();
    const last = this.#said.get(about);
    if (last !== undefined && now - last < within) return false;
    this.#said.set(about, now);
    return true;
  }

  /** Says that a trouble has begun, unless it was going on already. */
  begin(code: PlenigoErrorCode, { message, fields = {} }: { message: string; fields?: object }): void {
    if (this.#lasting.has(code)) return;
    this.#lasting.add(code);
    this.error({ code, ...fields }, message);
  }

  /** Whether a trouble was going on that ends now. */
  end(code: PlenigoErrorCode): boolean {
    return this.#lasting.delete(code);
  }

  /** Tells `onError` of each fault, and the log of the same once a minute and route; of a conflict once an hour and reader. */
  reportFault({ error, req, reader }: PageFault): void {
    const { code, message } = error;
    const route = describeRoute(req);
    const fields = route === undefined ? { code } : { code, route };
    const repetition =
      code === 'email-conflict'
        ? { about: `${code} ${reader}`, within: HOUR }
        : { about: `${code} ${route}`, within: MINUTE };
    if (!LASTING.has(code)) this.warnOnce(message, { ...repetition, fields });
    this.#callOnError(error, req).catch(() => {
      if (!this.isDue(`onError ${route}`, MINUTE)) return;
      this.error(fields, 'the option onError failed; an error handler must not');
    });
  }

  async #callOnError(error: PlenigoError, req: Request): Promise<void> {
    await this.#onError?.(error, req);
  }

  #write(level: keyof Logger, fields: object, message: string): void {
    try {
      this.#logger[level](fields, message);
    } catch {
      if (this.isDue('logger failed'))
        process.emitWarning('the option logger failed; a logger must not', 'PlenigoWarning');
    }
  }
}

/** The method and the pattern of the route; the path itself could hold what is the reader's own. */
function describeRoute({ method, route }: Request): string | undefined {
  const path: unknown = route?.path;
  return path === undefined ? undefined : `${method} ${path}`;
}
