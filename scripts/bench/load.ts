/** Sends load to a site with autocannon, in this process, which has nothing else to do meanwhile. */

import autocannon from 'autocannon';

export interface Target {
  readonly url: string;
  /** What every page must contain. */
  readonly expected: string;
  /** An entry for each connection, such as its reader's cookie. */
  readonly headers: readonly Record<string, string>[];
  /** Where the site listens, if it is not the port of the address. */
  readonly socketPath?: string | undefined;
}

/** For so many seconds, or until there were so many pages. */
export type Until = { readonly duration: number } | { readonly amount: number };

/** Each connection asks for page after page. Gives pages a second and the ms of each; throws if one is not as expected. */
export async function sendLoad({ url, expected, headers, socketPath }: Target, until: Until) {
  const unused = [...headers];
  const latencies: number[] = [];
  let [start, end] = [0, 0];
  const { errors, non2xx, mismatches } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url,
        ...(socketPath !== undefined && { socketPath }),
        ...until,
        connections: headers.length,
        // How often it looks whether the time is up, in ms.
        sampleInt: 20,
        setupClient: (client) => client.setHeaders(unused.pop()),
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
  return { rate: (1000 * latencies.length) / (end - start), latencies };
}

/** Logs readers in, and returns the header by which the site knows each of them. */
export async function logIn(origin: string, readers: number): Promise<Record<string, string>[]> {
  const enter = async (_: unknown, number: number) => {
    const { headers } = await fetch(`${origin}/login/reader-${number}`, { method: 'POST' });
    return { cookie: headers.getSetCookie()[0]?.replace(/;.*/, '') ?? '' };
  };
  return Promise.all(Array.from({ length: readers }, enter));
}
