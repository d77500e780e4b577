/** Reads the arguments of the command line into a command. */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { parseWebAddress } from '../base/rules.js';
import { suggest } from './suggest.js';

/** The commands that have options and a help text of their own. */
const topics = ['sandbox', 'doctor', 'reader'] as const;
export type Topic = (typeof topics)[number];

export interface SandboxCommand {
  readonly name: 'sandbox';
  readonly port: number;
  /** The path of a JSON file. */
  readonly config: string | undefined;
  readonly company: string | undefined;
  readonly secret: string | undefined;
}

/** The arguments of every command that asks plenigo: which plenigo, and how to print the answer. */
export interface ServiceArguments {
  /** Undefined: the API whose credentials are set. */
  readonly api: 'v2' | 'v3' | undefined;
  readonly company: string | undefined;
  readonly secret: string | undefined;
  readonly apiToken: string | undefined;
  /** The options of the package say which values are allowed, so it is not checked here. */
  readonly environment: string | undefined;
  readonly apiUrl: string | undefined;
  readonly testMode: boolean;
  readonly json: boolean;
}

export interface DoctorCommand extends ServiceArguments {
  readonly name: 'doctor';
  readonly sdkUrl: string | undefined;
  readonly product: string | undefined;
  /** Examines this page of the site instead of the service. */
  readonly page: URL | undefined;
  /** What the browser of a reader sends to that page. */
  readonly cookie: string | undefined;
}

export interface ReaderCommand extends ServiceArguments {
  readonly name: 'reader';
  readonly userId: string;
}

export type Command =
  | SandboxCommand
  | DoctorCommand
  | ReaderCommand
  | { readonly name: 'help'; readonly topic: Topic | undefined }
  | { readonly name: 'version' };

/** The command line was not understood. The message never repeats a value, because it may be a secret. */
export class UsageError extends Error {
  /** The command whose help text explains what is allowed. */
  readonly topic: Topic | undefined;

  constructor(message: string, topic?: Topic) {
    super(message);
    this.topic = topic;
  }
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const common = { company: text, secret: text, help: { type: 'boolean', short: 'h' } } as const;
const service = {
  ...common,
  ...{ api: text, 'api-token': text, environment: text, 'api-url': text, 'test-mode': flag, json: flag },
} as const;

/** @throws UsageError if the command line is not understood. */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  switch (name) {
    case 'sandbox':
      return parseSandbox(rest);
    case 'doctor':
      return parseDoctor(rest);
    case 'reader':
      return parseReader(rest);
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help', topic: findTopic(rest[0]) };
    case '--version':
      return { name: 'version' };
    case undefined:
      throw new UsageError('Which command?');
    default:
      throw new UsageError(name.startsWith('-') ? 'The command comes first, then its options.' : refuseName(name));
  }
}

const refuseName = (name: string) => `There is no such command.${suggest(name, topics)}`;

function findTopic(name: string | undefined): Topic | undefined {
  const topic = topics.find((known) => known === name);
  if (topic === undefined && name !== undefined) throw new UsageError(refuseName(name));
  return topic;
}

function parseSandbox(args: string[]): Command {
  const { values } = parse('sandbox', { args, options: { ...common, port: text, config: text } });
  if (values.help) return { name: 'help', topic: 'sandbox' };
  const { company, secret, config, port = '0' } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError('--port needs a number from 0 to 65535; 0 takes any free port.', 'sandbox');
  }
  return { name: 'sandbox', port: Number(port), company, secret, config };
}

function parseDoctor(args: string[]): Command {
  const own = { 'sdk-url': text, product: text, page: text, cookie: text } as const;
  const { values } = parse('doctor', { args, options: { ...service, ...own } });
  if (values.help) return { name: 'help', topic: 'doctor' };
  const { product, page, cookie, 'sdk-url': sdkUrl } = values;
  const url = parseWebAddress(page);
  if (page !== undefined && url === undefined) throw new UsageError('--page needs an http or https address.', 'doctor');
  if (cookie !== undefined && page === undefined) throw new UsageError('--cookie is for a --page.', 'doctor');
  if (!/^[ -~]*$/.test(cookie ?? ''))
    throw new UsageError('--cookie needs what a browser sends: NAME=VALUE.', 'doctor');
  return { name: 'doctor', ...readServiceArguments('doctor', values), sdkUrl, product, page: url, cookie };
}

function parseReader(args: string[]): Command {
  const { values, positionals } = parse('reader', { args, options: service, allowPositionals: true });
  if (values.help) return { name: 'help', topic: 'reader' };
  const [userId] = positionals;
  if (userId === undefined || positionals.length > 1) throw new UsageError('reader needs one USER-ID.', 'reader');
  return { name: 'reader', ...readServiceArguments('reader', values), userId };
}

type ServiceValues = ReturnType<typeof parseArgs<{ options: typeof service }>>['values'];

/** The same values by the names that the options of the package have. */
function readServiceArguments(topic: Topic, values: ServiceValues): ServiceArguments {
  const { api, company, secret, environment, 'test-mode': testMode = false, json = false } = values;
  if (api !== undefined && api !== 'v2' && api !== 'v3') throw new UsageError('--api is v2 or v3.', topic);
  const [apiToken, apiUrl] = [values['api-token'], values['api-url']];
  return { api, company, secret, apiToken, environment, apiUrl, testMode, json };
}

function parse<T extends ParseArgsConfig>(topic: Topic, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const known = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    throw new UsageError(describeMistake(error as NodeJS.ErrnoException, { topic, known }), topic);
  }
}

/** Node's own messages repeat what was typed, so only the name of an option is taken from them. */
function describeMistake(
  { code, message }: NodeJS.ErrnoException,
  { topic, known }: { topic: Topic; known: readonly string[] },
): string {
  const option = /'(?:-\w, )?(--?[\w-]+)/.exec(message)?.[1] ?? 'An option';
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `${topic} has no option ${option}.${suggest(option, known)}`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return /does not take/.test(message) ? `${option} takes no value.` : `${option} needs a value.`;
    default:
      return `${topic} takes options only, such as --company ID.`;
  }
}
