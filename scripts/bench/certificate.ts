/** Makes the self-signed certificate of one run, so that TLS is measured and tested without a file or a tool from outside. */

import { generate } from 'selfsigned';

/** A certificate for 127.0.0.1 and its key, both as PEM. */
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
