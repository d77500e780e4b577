/** The options of any command that asks plenigo, as a site would pass them to the API that is meant, and what is wrong with them. */

import { PlenigoError } from '../../base/errors.js';
import { parseWebAddress } from '../../base/rules.js';
import * as v2 from '../../v2/options.js';
import * as v3 from '../../v3/options.js';
import type { ServiceArguments } from '../arguments.js';
import { sayFlags } from '../flags.js';
import type { Io } from '../io.js';
import { type Finding, startFinding } from './finding.js';

const say = startFinding('Options');

/** The options that fit, for the client of one of the APIs. */
export type Service =
  | { readonly api: 'v2'; readonly options: v2.ClientOptions; readonly config: v2.PlenigoConfig }
  | { readonly api: 'v3'; readonly options: v3.ClientOptions; readonly config: v3.PlenigoConfig };

type Credentials = Record<'companyId' | 'secret' | 'apiToken', string>;

/** Where an option comes from: `apiToken` is `PLENIGO_API_TOKEN`. */
const showVariable = (name: keyof Credentials) => `PLENIGO_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;

/** Without a service something is wrong with the options. */
export function checkCommand(
  command: ServiceArguments & { sdkUrl?: string | undefined },
  env: Io['env'],
): { readonly finding: Finding; readonly companyId: string; readonly service?: Service } {
  const companyId = command.company ?? env.companyId ?? '';
  const secret = command.secret ?? env.secret ?? '';
  const apiToken = command.apiToken ?? env.apiToken ?? '';
  const apiUrl = command.apiUrl ?? (env.apiUrl || undefined);
  const credentials = { companyId, secret, apiToken };
  const api = chooseApi(command, credentials) ?? (isOfV3(apiUrl) ? 'v3' : 'v2');
  if (api === 'both') return { companyId, finding: say('bothApis') };
  const key = api === 'v2' ? 'secret' : 'apiToken';
  const refusal = findMissing(credentials, key) ?? findForeignAddress(api, apiUrl);
  if (refusal !== undefined) return { companyId, finding: refusal };
  const { environment, sdkUrl } = command;
  const testMode = command.testMode || undefined;
  const shared = { companyId, environment: environment as v2.ClientOptions['environment'], apiUrl };
  try {
    const finding = findStray(credentials, key) ?? say('valid', api === 'v2' ? 'secret' : 'API token', api);
    if (api === 'v2') {
      const options = { ...shared, secret, testMode };
      return { companyId, finding, service: { api, options, config: v2.resolveOptions({ ...options, sdkUrl }) } };
    }
    const options = { ...shared, apiToken, ...(testMode && { testMode }) };
    return { companyId, finding, service: { api, options, config: v3.resolveOptions({ ...options, sdkUrl }) } };
  } catch (error) {
    if (!(error instanceof PlenigoError)) throw error;
    const message = sayFlags(error.message);
    return { companyId, finding: say('refused', `${message.charAt(0).toUpperCase()}${message.slice(1)}`) };
  }
}

const isOfV3 = (apiUrl: string | undefined) => /\/api\/v3[\w.]*\/*$/.test(parseWebAddress(apiUrl)?.pathname ?? '');

/** The API that is named, or else the one whose credentials are given; undefined if none are. */
function chooseApi(
  { api, ...typed }: ServiceArguments,
  { secret, apiToken }: Credentials,
): Service['api'] | 'both' | undefined {
  if (api !== undefined) return api;
  // What stands in the command itself comes before what the environment happens to hold.
  if ((typed.secret === undefined) !== (typed.apiToken === undefined)) return typed.secret === undefined ? 'v3' : 'v2';
  if (apiToken === '') return secret === '' ? undefined : 'v2';
  return secret === '' ? 'v3' : 'both';
}

function findMissing(credentials: Credentials, key: 'secret' | 'apiToken'): Finding | undefined {
  const names = (['companyId', key] as const).filter((name) => credentials[name] === '').map(showVariable);
  if (names.length === 0) return undefined;
  const flags = key === 'secret' ? '--company and --secret (API v3: --api-token)' : '--company and --api-token';
  return say('missing', `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'}`, flags);
}

/** The two APIs stand on one host, so an address of the other one would be asked, and answer what helps nobody. */
function findForeignAddress(api: Service['api'], apiUrl: string | undefined): Finding | undefined {
  const path = parseWebAddress(apiUrl)?.pathname;
  if (path === undefined || isOfV3(apiUrl) === (api === 'v3')) return undefined;
  if (api === 'v2') return say('addressOfV3');
  // Behind a proxy API v3 may have any path but these.
  return /^(\/api(\/v2)?)?\/*$/.test(path) ? say('addressOfV2') : undefined;
}

/** Finds what is valid, but most likely not meant: signs that were copied along from a page or a file. */
function findStray(credentials: Credentials, key: 'secret' | 'apiToken'): Finding | undefined {
  for (const name of ['companyId', key] as const) {
    const value = credentials[name];
    if (/^\s|\s$/.test(value)) return say('stray', showVariable(name), 'white space at its start or end');
    if (/^(["']).*\1$/.test(value)) return say('stray', showVariable(name), 'quotation marks around it');
  }
  return undefined;
}
