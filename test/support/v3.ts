/** API v3 as its example exchanges have it: the exchanges themselves, and a client for a server of the test's own. */
import { readFileSync } from 'node:fs';
import { PlenigoClient } from '../../lib/v3/client.js';
import type { ClientOptions } from '../../lib/v3/options.js';
import { silentLogger } from './calls.js';

export const API_TOKEN = 'test-api-token';

export interface Exchange {
  readonly name: string;
  readonly request: { method: string; path: string; headers: Record<string, string>; body?: object };
  readonly response: { status: number; body: object };
  /** plenigo refuses it for its form; this package does not send it. */
  readonly requestIsInvalid?: boolean;
}

export const exchanges: readonly Exchange[] = JSON.parse(
  readFileSync(new URL('../data/v3.json', import.meta.url), 'utf8'),
);

export function exchange(name: string): Exchange {
  const found = exchanges.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no exchange "${name}"`);
  return found;
}

/** A client for a server of the test's own; patient, so that only tests of time-outs depend on time. */
export function v3ClientFor(url: string, options: Partial<ClientOptions> = {}): PlenigoClient {
  const patient = { companyId: 'test-company', apiToken: API_TOKEN, timeout: 15_000, logger: silentLogger };
  return new PlenigoClient({ ...patient, apiUrl: `${url}/api/v3.0`, ...options });
}
