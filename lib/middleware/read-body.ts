/** Reads the body of a request, whether or not the site has a body parser. */

import { on } from 'node:events';
import type { Request } from 'express';
import { parseJson } from '../base/check.js';

/** In ms. The bodies that this package expects are small, so they arrive at once. */
const PATIENCE = 5_000;

/** An offer has about one kilobyte, and a few with long titles and addresses. */
const LIMIT_BYTES = 32 * 1024;

/** Whether a body is as it came. */
export const isRaw = (body: unknown): body is string | Buffer => typeof body === 'string' || Buffer.isBuffer(body);

/** What a parser of the site has left of the body, else its bytes; undefined if they are more than `limit`, too slow, or break off. */
export async function readBody(req: Request, limit: number): Promise<unknown> {
  // An empty `body` alone proves no parser: Express 4 and parsers of other types leave `{}`.
  if (req.readableEnded || (req as Request & { _body?: unknown })._body === true) return req.body ?? {};
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const [data] of on(req, 'data', { close: ['end'], signal: AbortSignal.timeout(PATIENCE) })) {
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
    // What is left of a body that is too large has to flow off, or the client would never read the answer.
    req.resume();
  }
}

/**
 * The fields of the body, or none if it is no JSON object. Other types are not read, because a form of another site can
 * send them without asking.
 */
export async function readJson(req: Request): Promise<Readonly<Record<string, unknown>>> {
  const body = req.is('application/json') ? await readBody(req, LIMIT_BYTES) : undefined;
  const value = isRaw(body) ? parseJson(body.toString()) : body;
  return Object.assign(Object.create(null), typeof value === 'object' ? value : {});
}
