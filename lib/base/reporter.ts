/** Tells the operators of a site what goes wrong: it never throws, whatever their logger does, and repeats itself seldom. */

import { debuglog } from 'node:util';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import type { PlenigoError, PlenigoErrorCode } from './errors.js';
import { READERS } from './memo.js';

/** A logger in pino's shape: an object of fields first, then a message. Never gets a secret, token or e-mail address. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const debugLog = debuglog('express-plenigo');
const debug = (fields: object, message: string) => debugLog.enabled && debugLog('%s %j', message, fields);

/** Loud where it matters: a site that set no logger still sees on stderr that its secret is wrong. */
function warn({ code, route }: { code?: string; route?: string }, message: string): void {
  process.emitWarning(route === undefined ? message : `${message} (${route})`, { type: 'PlenigoWarning', code });
}

export const defaultLog: Logger = { debug, info: debug, warn, error: warn };

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** These two are told when they begin and when they end, so not on every page. */
const LASTING: ReadonlySet<PlenigoErrorCode> = new Set(['invalid-credentials', 'circuit-open']);

export type Reporter = ReturnType<typeof createReporter>;

export function createReporter(logger: Logger, onError?: (error: PlenigoError, req: Request) => unknown) {
  const said = new LRUCache<string, true>(READERS);

  /** Whoever asks whether this may be said (again) says it. Without `within`, in ms, it is due once. */
  function isDue(about: string, within?: number): boolean {
    if (said.get(about)) return false;
    said.set(about, true, { ttl: within });
    return true;
  }

  const writeAt = (level: keyof Logger) => (fields: object, message: string) => {
    try {
      logger[level](fields, message);
    } catch {
      if (isDue('logger failed')) process.emitWarning('the option logger failed; a logger must not', 'PlenigoWarning');
    }
  };
  const log = { debug: writeAt('debug'), info: writeAt('info'), warn: writeAt('warn'), error: writeAt('error') };

  /** Warns, unless the same (by default the message) was said within so many ms; without `within` once and never again. */
  function warnOnce(message: string, repetition: { about?: string; within?: number; fields?: object } = {}): void {
    const { about = message, within, fields = {} } = repetition;
    if (isDue(about, within)) log.warn(fields, message);
  }

  /** Says that a trouble has begun, unless it was going on already. `end` answers whether one was going on that ends now. */
  function begin(code: PlenigoErrorCode, { message, fields = {} }: { message: string; fields?: object }): void {
    if (isDue(code)) log.error({ code, ...fields }, message);
  }

  /** Tells `onError` of each fault, and the log of the same once a minute and route; of a conflict once an hour and reader, by the id. */
  function reportFault({ error, req, reader }: { error: PlenigoError; req: Request; reader?: string | undefined }) {
    const { code, message } = error;
    // The path itself could hold what is the reader's own, so the log gets the pattern of the route.
    const route = req.route?.path === undefined ? undefined : `${req.method} ${req.route.path}`;
    const [who, within] = code === 'email-conflict' ? [reader, HOUR_MS] : [route, MINUTE_MS];
    const fields = { code, ...(route !== undefined && { route }) };
    if (!LASTING.has(code)) warnOnce(message, { about: `${code} ${who}`, within, fields });
    const tell = async () => onError?.(error, req);
    const complaint = 'the option onError failed; an error handler must not';
    tell().catch(() => isDue(`onError ${route}`, MINUTE_MS) && log.error(fields, complaint));
  }

  return { ...log, warnOnce, begin, end: (code: PlenigoErrorCode) => said.delete(code), reportFault };
}
