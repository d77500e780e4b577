/** Requests whose answer nobody reads, or not yet. */

import type { Request } from 'express';

/** A login token for these would be wasted, or old when it is used. */
export function isPreview({ method, headers }: Request): boolean {
  return (
    method === 'HEAD' || says(headers['sec-purpose'] ?? headers.purpose ?? headers['x-purpose'] ?? headers['x-moz'])
  );
}

const says = (purpose: string | string[] | undefined) =>
  purpose !== undefined && /prefetch|prerender|preview/i.test(String(purpose));
