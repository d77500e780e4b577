/** Asks plenigo what the doctor wants to know: a few calls that register nobody and change nothing. */

import { randomUUID } from 'node:crypto';
import nodeFetch from 'node-fetch';
import { PlenigoError, PlenigoNetworkError } from '../../base/errors.js';
import type { Fetch } from '../../base/options.js';
import type { Logger } from '../../base/reporter.js';
import { PlenigoClient } from '../../v2/client.js';
import type { ClientOptions } from '../../v2/options.js';

/** What came of a call: its result, or the error that says why there is none. */
type Outcome<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: PlenigoError };

/** What came of loading plenigo's browser script. */
type ScriptAnswer =
  | { readonly status: number; readonly isScript: boolean }
  | { readonly status?: undefined; readonly reason: string };

export interface Observations {
  /** What came of asking for a login token of a user id that is made up: `customer-not-found` is the healthy answer. */
  readonly token: Outcome<'made'>;
  /** How far plenigo's clock is ahead of ours, in ms. Undefined if no answer had a date. */
  readonly clockOffset: number | undefined;
  /** Whether that user has bought the product. Undefined if plenigo was not asked. */
  readonly product: Outcome<boolean> | undefined;
  readonly script: ScriptAnswer;
}

/** The doctor is patient, because a slow answer is still an answer. */
const TIMEOUT_MS = 10_000;

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The options with which a command asks. It logs nothing, because its output says all there is to say. */
export const patient = { timeout: TIMEOUT_MS, logger: silent };

export async function probe(
  options: ClientOptions,
  { product, sdkUrl }: { product: string | undefined; sdkUrl: string },
): Promise<Observations> {
  const clock = createClockFetch();
  const client = new PlenigoClient({ ...patient, ...options, fetch: clock.fetch });
  const externalUserId = `doctor-${randomUUID()}`;
  const script = askForScript(sdkUrl);
  const token = await settle(client.createLoginToken({ externalUserId }).then(() => 'made' as const));
  // Whatever stopped the first call would stop the second, only later.
  const goesOn = !(token.error instanceof PlenigoNetworkError) && token.error?.code !== 'invalid-credentials';
  return {
    token,
    clockOffset: clock.offset(),
    product:
      product !== undefined && goesOn ? await settle(client.hasUserBought({ externalUserId }, product)) : undefined,
    script: await script,
  };
}

async function settle<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work };
  } catch (error) {
    if (error instanceof PlenigoError) return { error };
    throw error;
  }
}

/** Makes a fetch that compares the `Date` of the answers with the clock of this machine. */
function createClockFetch(): { fetch: Fetch; offset: () => number | undefined } {
  let offset: number | undefined;
  return {
    offset: () => offset,
    fetch: async (url, init) => {
      const asked = Date.now();
      const response = await nodeFetch(url, init);
      // plenigo dated the answer at some moment between the two.
      const ours = (asked + Date.now()) / 2;
      const theirs = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(theirs)) offset = theirs - ours;
      return response;
    },
  };
}

async function askForScript(sdkUrl: string): Promise<ScriptAnswer> {
  try {
    const response = await nodeFetch(sdkUrl, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    response.body?.resume();
    const isScript = /javascript/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, isScript };
  } catch (error) {
    const { name, code } = error as NodeJS.ErrnoException;
    return { reason: name === 'AbortError' ? 'no answer in time' : (code ?? 'the connection failed') };
  }
}
