/** Starts the plenigo of the bench: a server of its own with fixed answers, over HTTP and over TLS. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { Program } from '../program.js';

/** The two addresses, and the file with the certificate that a site must trust to reach the second. */
export type Api = Readonly<Record<'http' | 'https' | 'caFile', string>>;

/** A self-signed certificate for 127.0.0.1 and its key, both as PEM, so that TLS needs no file or tool from outside. */
export async function makeCertificate(): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: 'bench' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { key: made.private, cert: made.cert };
}

/** Does the work while the server runs. */
export async function withApi<T>(work: (api: Api) => Promise<T>): Promise<T> {
  const env = await makeCertificate();
  const api = await Program.start<Omit<Api, 'caFile'>>(new URL('servers/api.mjs', import.meta.url), { env });
  const folder = await mkdtemp(join(tmpdir(), 'express-plenigo-bench-'));
  try {
    const caFile = join(folder, 'cert.pem');
    await writeFile(caFile, env.cert);
    return await work({ ...api.ready, caFile });
  } finally {
    api.kill();
    await rm(folder, { recursive: true });
  }
}
