/** What is asked of a logger, and the logger of a site that brings none. */

import { debuglog, inspect } from 'node:util';

/** A logger in pino's shape: an object of fields first, then a message. Never gets a secret, token or e-mail address. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const debug = debuglog('express-plenigo');

function debugLine(fields: object, message: string): void {
  if (debug.enabled) debug('%s %s', message, inspect(fields, { breakLength: Number.POSITIVE_INFINITY }));
}

/** A site that has set no logger still sees on stderr that its secret is wrong. */
function warn({ code, route }: { code?: string; route?: string }, message: string): void {
  const options = { type: 'PlenigoWarning', ...(code !== undefined && { code }) };
  process.emitWarning(route === undefined ? message : `${message} (${route})`, options);
}

/** Warnings of the process, and with `NODE_DEBUG=express-plenigo` a line for all else. */
export const defaultLog: Logger = { debug: debugLine, info: debugLine, warn, error: warn };
