/** Reads the body of an answer, but never more than an answer of plenigo can have. */

import { Readable } from 'node:stream';
import { isObject } from '../base/check.js';
import type { FetchResponse } from '../base/options.js';

/** Some thousand purchases of one customer; nearly all of plenigo's answers have some hundred bytes. */
const LIMIT_BYTES = 512 * 1024;

/** The body as text, or undefined if it is too large; then the connection is given up rather than read to its end. */
export async function readBody(response: FetchResponse): Promise<string | undefined> {
  const { body, headers } = response;
  const length = headers.get('content-length');
  // With a known length the transport itself reads no more; a compressed body could unpack to any size.
  const isLimited = length !== null && Number(length) <= LIMIT_BYTES && headers.get('content-encoding') === null;
  if (isLimited && !(body instanceof Readable)) return response.text();
  if (body === null) return '';
  if (!isObject(body) || !(Symbol.asyncIterator in body)) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<unknown>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (!(bytes instanceof Uint8Array)) throw new TypeError('a body that is no bytes');
    size += bytes.byteLength;
    if (size > LIMIT_BYTES) return undefined;
    chunks.push(bytes);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
