/** Reads the body of an answer, but never more than an answer of plenigo can have. */

import type { FetchResponse } from '../options.js';

/** plenigo's answers have some hundred bytes; more is not an answer. */
const LIMIT_BYTES = 64 * 1024;

/** The body as text, or undefined if it is too large; then the connection is given up rather than read to its end. */
export async function readBody(response: FetchResponse): Promise<string | undefined> {
  const length = response.headers.get('content-length');
  // With a known length the transport itself reads no more; a compressed body could unpack to any size.
  if (length !== null && Number(length) <= LIMIT_BYTES && response.headers.get('content-encoding') === null) {
    return response.text();
  }
  if (!isAsyncIterable(response.body)) return response.body === null ? '' : undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early destroys a Node stream and cancels a web stream.
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > LIMIT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function isAsyncIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
