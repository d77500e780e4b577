/** Reads the small JSON body of a request, whether or not the site has a body parser. */

import type { Request } from 'express';

/** An offer has about one kilobyte; long titles and URLs make it a few. */
const LIMIT_BYTES = 32 * 1024;
/** And arrives at once; in ms. */
const PATIENCE = 5_000;

/**
 * The fields of the body; none if there is no such body. Only JSON is read: a form of another site can send every other
 * kind without asking.
 */
export async function readJson(req: Request): Promise<Readonly<Record<string, unknown>>> {
  if (!req.is('application/json')) return {};
  const body: unknown = isRead(req) ? req.body : await readText(req);
  // The site's parser may be one that leaves it as it came.
  const value = typeof body === 'string' || Buffer.isBuffer(body) ? parse(body.toString()) : body;
  return Object.assign(Object.create(null), typeof value === 'object' ? value : {});
}

/** Express 4 and parsers of other types leave an empty `{}` behind for a body that nobody has read. */
function isRead(req: Request): boolean {
  return req.readableEnded || (req as Request & { _body?: unknown })._body === true;
}

/** The body as text; empty if it is too large, too slow or breaks off. What is too much is let go, so that there is an answer. */
async function readText(req: Request): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const text = await new Promise<string>((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const giveUp = () => {
      req.off('data', take);
      req.resume();
      resolve('');
    };
    // Text where the site has set an encoding.
    const take = (data: Buffer | string) => {
      const chunk = Buffer.from(data as string);
      size += chunk.length;
      if (size <= LIMIT_BYTES) chunks.push(chunk);
      else giveUp();
    };
    req.on('data', take);
    req.once('end', () => resolve(Buffer.concat(chunks).toString()));
    req.once('error', () => resolve(''));
    timer = setTimeout(() => {
      // What is still to come has nobody to read it.
      if (req.res?.headersSent === false) req.res.set('Connection', 'close');
      giveUp();
    }, PATIENCE);
  });
  clearTimeout(timer);
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
