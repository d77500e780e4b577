/** The plenigo of the bench: a server of its own with fixed answers, over HTTP and over TLS. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './certificate.js';
import { BenchProcess } from './processes.js';

export interface Api {
  /** Addresses. */
  readonly http: string;
  readonly https: string;
  /** What a site must trust to reach it. */
  readonly caFile: string;
}

/** A bench that takes longer than this hangs. */
const LIMIT_MS = 60 * 60 * 1000;

export async function withApi<T>(work: (api: Api) => Promise<T>): Promise<T> {
  const limit = setTimeout(() => {
    console.error('the bench takes too long and is given up');
    process.exit(1);
  }, LIMIT_MS).unref();
  const folder = await mkdtemp(join(tmpdir(), 'express-plenigo-bench-'));
  try {
    const [keyFile, caFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const { key, cert } = makeCertificate();
    await writeFile(keyFile, key, { mode: 0o600 });
    await writeFile(caFile, cert);
    const api = await BenchProcess.start<{ http: number; https: number }>('api', { args: [keyFile, caFile] });
    const { http, https } = api.ready;
    const at = { http: `http://127.0.0.1:${http}`, https: `https://127.0.0.1:${https}` };
    return await work({ ...at, caFile }).finally(() => api.stop());
  } finally {
    clearTimeout(limit);
    await rm(folder, { recursive: true });
  }
}
