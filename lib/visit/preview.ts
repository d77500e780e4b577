/** Requests whose answer nobody reads, or not yet. */

import type { Request } from 'express';

/** A login token for these would be wasted, or old when it is used. A click is none, though the page it is on may be. */
export function isPreview({ method, headers }: Request): boolean {
  if (method !== 'GET') return method === 'HEAD';
  return says(headers['sec-purpose'] ?? headers.purpose ?? headers['x-purpose'] ?? headers['x-moz']);
}

const says = (purpose: string | string[] | undefined) =>
  purpose !== undefined && /prefetch|prerender|preview/i.test(String(purpose));
