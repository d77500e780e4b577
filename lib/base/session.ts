/** Reads the session of a reader, where the site has one. */

import type { Request } from 'express';
import { isObject } from './check.js';

export function sessionOf(req: Request | undefined): Record<string, unknown> | undefined {
  const { session } = (req ?? {}) as { session?: unknown };
  return isObject(session) ? session : undefined;
}

/** What the session itself holds under this name; what it inherits does not count. */
export function inSession(req: Request | undefined, key: string): unknown {
  const session = sessionOf(req);
  return session && Object.hasOwn(session, key) ? session[key] : undefined;
}
