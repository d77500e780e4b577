/** Reads the small JSON body of a request, whether or not the site has a body parser. */

import type { Request } from 'express';
import { isRead, readBytes } from './read-body.js';

/** An offer has about one kilobyte; long titles and URLs make it a few. */
const LIMIT_BYTES = 32 * 1024;

/**
 * The fields of the body; none if there is no such body. Only JSON is read: a form of another site can send every other
 * kind without asking.
 */
export async function readJson(req: Request): Promise<Readonly<Record<string, unknown>>> {
  if (!req.is('application/json')) return {};
  const body: unknown = isRead(req) ? req.body : await readBytes(req, LIMIT_BYTES);
  // The site's parser may be one that leaves it as it came.
  const value = typeof body === 'string' || Buffer.isBuffer(body) ? parse(body.toString()) : body;
  return Object.assign(Object.create(null), typeof value === 'object' ? value : {});
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
