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

/** Does the work while the server runs. */
export async function withApi<T>(work: (api: Api) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'express-plenigo-bench-'));
  try {
    const [keyFile, caFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const { key, cert } = await makeCertificate();
    await writeFile(keyFile, key, { mode: 0o600 });
    await writeFile(caFile, cert);
    const file = new URL('servers/api.mjs', import.meta.url);
    const api = await Program.start<{ http: number; https: number }>(file, { args: [keyFile, caFile] });
    const { http, https } = api.ready;
    const at = { http: `http://127.0.0.1:${http}`, https: `https://127.0.0.1:${https}`, caFile };
    return await work(at).finally(() => api.kill());
  } finally {
    await rm(folder, { recursive: true });
  }
}
