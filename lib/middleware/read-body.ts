/** Reads the body of a request, whether or not the site has a body parser. */

import { on } from 'node:events';
import type { Request } from 'express';
import { parseJson } from '../base/check.js';

/** A body of this package's kind arrives at once; in ms. */
const PATIENCE = 5_000;

/** Express 4 and parsers of other types leave an empty `{}` behind for a body that nobody has read. */
export function isRead(req: Request): boolean {
  return req.readableEnded || (req as Request & { _body?: unknown })._body === true;
}

/** The bytes as they came; undefined if they are too many, too slow or break off. What is too much is let go, so that there is an answer. */
export async function readBytes(req: Request, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    for await (const [data] of on(req, 'data', { close: ['end'], signal: patience.signal })) {
      // Text where the site has set an encoding.
      const chunk = Buffer.from(data as string);
      size += chunk.length;
      if (size > limit) return undefined;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch {
    // What is still to come has nobody to read it.
    if (req.res?.headersSent === false) req.res.set('Connection', 'close');
    return undefined;
  } finally {
    clearTimeout(timer);
    req.resume();
  }
}

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
  const value = typeof body === 'string' || Buffer.isBuffer(body) ? parseJson(body.toString()) : body;
  return Object.assign(Object.create(null), typeof value === 'object' ? value : {});
}
