/** Starts the plenigo of the bench: a server of its own with fixed answers, over HTTP and over TLS. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from '../program.js';
import { makeCertificate } from './certificate.js';

export interface Api {
  /** The two addresses. */
  readonly http: string;
  readonly https: string;
  /** The certificate that a site must trust to reach the second. */
  readonly caFile: string;
}

/** A bench that takes longer than this hangs. */
const LIMIT_MS = 60 * 60 * 1000;

/** Does the work while the server runs. */
export async function withApi<T>(work: (api: Api) => Promise<T>): Promise<T> {
  const limit = setTimeout(() => {
    console.error('the bench takes too long and is given up');
    process.exit(1);
  }, LIMIT_MS).unref();
  const folder = await mkdtemp(join(tmpdir(), 'express-plenigo-bench-'));
  try {
    const [keyFile, caFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const { key, cert } = await makeCertificate();
    await writeFile(keyFile, key, { mode: 0o600 });
    await writeFile(caFile, cert);
    const file = new URL('servers/api.mjs', import.meta.url);
    const api = await Program.start<{ http: number; https: number }>(file, { args: [keyFile, caFile] });
    const { http, https } = api.ready;
    const at = { http: `http://127.0.0.1:${http}`, https: `https://127.0.0.1:${https}` };
    return await work({ ...at, caFile }).finally(() => api.stop());
  } finally {
    clearTimeout(limit);
    await rm(folder, { recursive: true });
  }
}
