/** Reads the body of an answer, but never more than an answer of plenigo can have. */

import { Readable } from 'node:stream';
import { isObject } from '../base/check.js';
import type { FetchResponse } from '../base/options.js';

/** Enough for some thousand purchases of one customer; nearly all of plenigo's answers have some hundred bytes. */
const LIMIT_BYTES = 512 * 1024;

/** The body as text, or undefined if it is too large; then the connection is given up rather than read to its end. */
export function readBody(response: FetchResponse): Promise<string | undefined> {
  const { body, headers } = response;
  if (body instanceof Readable) return readStream(body);
  const length = headers.get('content-length');
  // The transport itself reads no more than a length that is known, but a compressed body could unpack to any size.
  if (length !== null && Number(length) <= LIMIT_BYTES && headers.get('content-encoding') === null) {
    return response.text();
  }
  if (isObject(body) && Symbol.asyncIterator in body) return readStream(Readable.from(body as AsyncIterable<unknown>));
  return Promise.resolve(body === null ? '' : undefined);
}

/** Listens to the events of the stream, because a loop over it would take several times as long. */
function readStream(stream: Readable): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    // A stream that has ended tells of no event any more.
    if (stream.destroyed || stream.readableEnded) return reject(stream.errored ?? brokenOff());
    const chunks: Uint8Array[] = [];
    let size = 0;
    stream.on('data', (chunk: unknown) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      if (!(bytes instanceof Uint8Array)) return stream.destroy(new TypeError('a body that is no bytes'));
      size += bytes.byteLength;
      if (size <= LIMIT_BYTES) return chunks.push(bytes);
      resolve(undefined);
      return stream.destroy();
    });
    // Nearly always there is one chunk.
    stream.on('end', () => resolve(decoder.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))));
    stream.on('error', reject);
    stream.on('close', () => {
      if (!stream.readableEnded) reject(brokenOff());
    });
    return undefined;
  });
}

const decoder = new TextDecoder();

function brokenOff(): Error {
  return Object.assign(new Error('the body broke off'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}
