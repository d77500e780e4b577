/** Sends load to a site by autocannon, which shares this process with nothing else while it does. */

import autocannon from 'autocannon';

export interface Load {
  /** Pages a second. */
  readonly rate: number;
  readonly pages: number;
  /** How long each page took, in ms. */
  readonly latencies: readonly number[];
}

interface Target {
  readonly url: string;
  /** What every page must contain. */
  readonly expected: string;
}

/**
 * Each connection asks for a page, waits for all of it, and asks again: for `duration` ms, or until there were `amount`
 * pages. `headers` has one entry for each connection, such as its reader's cookie.
 */
export async function sendLoad(
  { url, expected }: Target,
  { headers, ...until }: { headers: readonly Record<string, string>[] } & ({ duration: number } | { amount: number }),
): Promise<Load> {
  let opened = 0;
  const latencies: number[] = [];
  let [start, end] = [0, 0];
  const { errors, non2xx, mismatches } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url,
        connections: headers.length,
        ...('amount' in until ? until : { duration: until.duration / 1000 }),
        // How often it looks whether the time is up, in ms.
        sampleInt: 20,
        setupClient: (client) => {
          client.setHeaders(headers[opened]);
          opened += 1;
        },
        verifyBody: (body) => String(body).includes(expected),
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
    run.on('start', () => {
      start = performance.now();
    });
    run.on('response', (_client, _status, _bytes, took) => {
      latencies.push(took);
      end = performance.now();
    });
  });
  if (errors + non2xx + mismatches > 0) {
    throw new Error(`${url}: ${errors} lost, ${non2xx} refused, ${mismatches} without "${expected}"`);
  }
  return { rate: (1000 * latencies.length) / (end - start), pages: latencies.length, latencies };
}

/** Logs readers in, and returns the header by which the site knows each of them. */
export async function logIn(origin: string, readers: number): Promise<Record<string, string>[]> {
  return Promise.all(
    Array.from({ length: readers }, async (_, number) => {
      const { headers } = await fetch(`${origin}/login/reader-${number}`, { method: 'POST' });
      const [cookie = ''] = headers.getSetCookie();
      return { cookie: cookie.replace(/;.*/, '') };
    }),
  );
}
