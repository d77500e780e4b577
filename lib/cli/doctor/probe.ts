/** Asks plenigo what the doctor wants to know: a few calls that register nobody and change nothing. */

import { randomInt, randomUUID } from 'node:crypto';
import nodeFetch from 'node-fetch';
import { PlenigoError, PlenigoNetworkError } from '../../base/errors.js';
import type { Fetch } from '../../base/options.js';
import type { Logger } from '../../base/reporter.js';
import { PlenigoClient as V2Client } from '../../v2/client.js';
import { PlenigoClient as V3Client } from '../../v3/client.js';
import { type Outcome as Loaded, load, PATIENCE_MS } from '../page/visit.js';
import type { Service } from './options.js';

/** What came of a call: its result, or the error that says why there is none. */
type Outcome<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: PlenigoError };

export interface Observations {
  /**
   * What came of asking for a reader who is made up: with API v2 for a login token, to which the error `customer-not-found`
   * is the healthy answer, with API v3 for the customer, where it is `nobody`.
   */
  readonly reader: Outcome<'nobody' | 'somebody'>;
  /** How far plenigo's clock is ahead of ours, in ms. Undefined if no answer had a date. */
  readonly clockOffset: number | undefined;
  /** Whether that reader has bought the product. Undefined if plenigo was not asked. */
  readonly product: Outcome<boolean> | undefined;
  readonly script: Loaded;
}

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The options with which a command asks. It logs nothing, because its output says all there is to say. */
export const patient = { timeout: PATIENCE_MS, logger: silent };

/** The two questions about a reader who is made up. */
function makeQuestions({ api, options }: Service, fetch: Fetch) {
  const externalUserId = `doctor-${randomUUID()}`;
  if (api === 'v2') {
    const client = new V2Client({ ...patient, ...options, fetch });
    return {
      askForReader: () => client.createLoginToken({ externalUserId }).then(() => 'somebody' as const),
      askForProduct: (product: string) => client.hasUserBought({ externalUserId }, product),
    };
  }
  const client = new V3Client({ ...patient, ...options, fetch });
  // No site has as many customers as there are numbers of 18 digits.
  const customerId = `9${Array.from({ length: 17 }, () => randomInt(10)).join('')}`;
  return {
    askForReader: async () => {
      const customer = await client.findCustomer({ externalSystemId: externalUserId });
      return customer === undefined ? 'nobody' : 'somebody';
    },
    askForProduct: (product: string) => client.hasAccess(customerId, product),
  };
}

export async function probe(service: Service, product: string | undefined): Promise<Observations> {
  let clockOffset: number | undefined;
  /** Compares the `Date` of the answers with the clock of this machine. */
  const fetch: Fetch = async (url, init) => {
    const asked = Date.now();
    const response = await nodeFetch(url, init);
    // plenigo dated the answer at some moment between the two.
    const ours = (asked + Date.now()) / 2;
    const theirs = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(theirs)) clockOffset = theirs - ours;
    return response;
  };
  const { askForReader, askForProduct } = makeQuestions(service, fetch);
  const script = load(service.config.sdkUrl);
  const reader = await settle(askForReader());
  // Whatever stopped the first call would stop the second, only later.
  const goesOn = !(reader.error instanceof PlenigoNetworkError) && reader.error?.code !== 'invalid-credentials';
  return {
    reader,
    clockOffset,
    product: product !== undefined && goesOn ? await settle(askForProduct(product)) : undefined,
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
