/** Reads the body of a request, whether or not the site has a body parser. */

import { on } from 'node:events';
import type { Request } from 'express';
import { parseJson } from '../base/check.js';

/** In ms. The bodies that this package expects are small, so they arrive at once. */
const PATIENCE = 5_000;

/** An offer has about one kilobyte, and a few with long titles and addresses. */
const LIMIT_BYTES = 32 * 1024;

/** Whether a parser has read the body. An empty `body` proves nothing: Express 4 and parsers of other types leave `{}`. */
export function isRead(req: Request): boolean {
  return req.readableEnded || (req as Request & { _body?: unknown })._body === true;
}

/** The bytes as they came; undefined if they are more than `limit`, too slow, or break off. */
export async function readBytes(req: Request, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    for await (const [data] of on(req, 'data', { close: ['end'], signal: patience.signal })) {
      // It is text where the site has set an encoding.
      const chunk = Buffer.from(data as string);
      size += chunk.length;
      if (size > limit) return undefined;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch {
    // Nobody reads the rest of the body, so the connection cannot be used again.
    if (req.res?.headersSent === false) req.res.set('Connection', 'close');
    return undefined;
  } finally {
    clearTimeout(timer);
    // What is left of a body that is too large has to flow off, or the client would never read the answer.
    req.resume();
  }
}

/**
 * The fields of the body, or none if it is no JSON object. Other types are not read, because a form of another site can
 * send them without asking.
 */
export async function readJson(req: Request): Promise<Readonly<Record<string, unknown>>> {
  if (!req.is('application/json')) return {};
  const body: unknown = isRead(req) ? req.body : await readBytes(req, LIMIT_BYTES);
  // The site's parser may be one that hands the body on as it came.
  const value = typeof body === 'string' || Buffer.isBuffer(body) ? parseJson(body.toString()) : body;
  return Object.assign(Object.create(null), typeof value === 'object' ? value : {});
}
