/** Reads the small JSON body of a request, whether or not the site has a body parser. */

import type { Request } from 'express';

/** An offer has about one kilobyte; long titles and URLs make it a few. */
const LIMIT_BYTES = 32 * 1024;

/** One own field of the body, or undefined if there is no such body. */
export async function readJsonField(req: Request, name: string): Promise<unknown> {
  const body: unknown = req.body !== undefined && isParsed(req) ? req.body : parse(await readText(req));
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name)
    ? (body as Record<string, unknown>)[name]
    : undefined;
}

/** Express 4 and parsers of other types leave an empty `{}` behind for a body that nobody has read. */
function isParsed(req: Request): boolean {
  return req.readableEnded || (req as Request & { _body?: unknown })._body === true;
}

async function readText(req: Request): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > LIMIT_BYTES) return '';
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
