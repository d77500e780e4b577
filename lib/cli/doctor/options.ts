/** The options that the doctor checks, as the site would pass them, and what is wrong with them. */

import { PlenigoError } from '../../base/errors.js';
import { type ClientOptions, type PlenigoConfig, resolveOptions } from '../../v2/options.js';
import type { ServiceArguments } from '../arguments.js';
import { sayFlags } from '../flags.js';
import type { Io } from '../io.js';
import type { Finding } from './finding.js';

const check = 'Options';

/** `config` is undefined if something is wrong with the options. */
export interface CheckedOptions {
  readonly finding: Finding;
  readonly options: ClientOptions;
  readonly config: PlenigoConfig | undefined;
}

/** Checks the options of any command that asks plenigo. */
export function checkCommand(
  command: ServiceArguments & { sdkUrl?: string | undefined },
  env: Io['env'],
): CheckedOptions {
  const companyId = command.company ?? env.companyId ?? '';
  const secret = command.secret ?? env.secret ?? '';
  const { environment, apiUrl, sdkUrl, testMode } = command;
  const options = { companyId, secret, environment, apiUrl, testMode } as ClientOptions;
  const missing = findMissing({ companyId, secret });
  if (missing !== undefined) return { finding: missing, options, config: undefined };
  try {
    const config = resolveOptions({ ...options, sdkUrl });
    return { finding: findStray({ companyId, secret }) ?? fine, options, config };
  } catch (error) {
    if (!(error instanceof PlenigoError)) throw error;
    const finding: Finding = { check, level: 'fail', text: `${capitalise(sayFlags(error.message))}.` };
    return { finding, options, config: undefined };
  }
}

const fine: Finding = {
  check,
  level: 'ok',
  text: 'Company id and secret are set, and every option is valid.',
};

type Credentials = Pick<ClientOptions, 'companyId' | 'secret'>;

function findMissing({ companyId, secret }: Credentials): Finding | undefined {
  const names = [companyId === '' && 'PLENIGO_COMPANY_ID', secret === '' && 'PLENIGO_SECRET'].filter(Boolean);
  if (names.length === 0) return undefined;
  return {
    check,
    level: 'fail',
    text: `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not set.`,
    cure: 'Set them, or give --company and --secret. Both stand in plenigo’s merchant backend. Without an account, start a sandbox: npx express-plenigo sandbox',
  };
}

/** Finds what is valid, but most likely not meant: signs that were copied along from a page or a file. */
function findStray(credentials: Credentials): Finding | undefined {
  for (const [name, value] of Object.entries(credentials)) {
    const what = /^\s|\s$/.test(value)
      ? 'white space at its start or end'
      : /^(["']).*\1$/.test(value)
        ? 'quotation marks around it'
        : undefined;
    if (what === undefined) continue;
    return {
      check,
      level: 'warn',
      text: `${name === 'secret' ? 'The secret' : 'The company id'} has ${what}, which may have been copied along.`,
      cure: 'If plenigo refuses the credentials, remove them.',
    };
  }
  return undefined;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
