/** Reads the arguments of the command line into a command. */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { parseWebAddress } from '../base/rules.js';
import { suggest } from './suggest.js';

/** The commands that have options and a help text of their own. */
const topics = ['sandbox', 'doctor', 'rehearse', 'reader', 'grant', 'revoke'] as const;
export type Topic = (typeof topics)[number];

/** What each of them is told. The arguments of the service are those of every command that asks plenigo. */
export type SandboxCommand = ReturnType<typeof parseSandbox>;
export type DoctorCommand = ReturnType<typeof parseDoctor>;
export type RehearseCommand = ReturnType<typeof parseRehearse>;
export type ReaderCommand = ReturnType<typeof parseReader>;
export type ChangeCommand = ReturnType<typeof parseChange>;
export type ServiceArguments = ReturnType<typeof readService>;

export type Command =
  | SandboxCommand
  | DoctorCommand
  | RehearseCommand
  | ReaderCommand
  | ChangeCommand
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
    case undefined:
      throw new UsageError('Which command?');
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help', topic: rest[0] === undefined ? undefined : findTopic(rest[0]) };
    case '--version':
      return { name: 'version' };
  }
  if (name.startsWith('-')) throw new UsageError('The command comes first, then its options.');
  const topic = findTopic(name);
  if (rest.includes('--help') || rest.includes('-h')) return { name: 'help', topic };
  if (topic === 'grant' || topic === 'revoke') return parseChange(topic, rest);
  return { sandbox: parseSandbox, doctor: parseDoctor, rehearse: parseRehearse, reader: parseReader }[topic](rest);
}

function findTopic(name: string): Topic {
  const topic = topics.find((known) => known === name);
  if (topic === undefined) throw new UsageError(`There is no such command.${suggest(name, topics)}`);
  return topic;
}

function parseSandbox(args: string[]) {
  const { values } = parse('sandbox', { args, options: { ...common, port: text, config: text } });
  const { company, secret, config, port = '0' } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError('--port needs a number from 0 to 65535; 0 takes any free port.', 'sandbox');
  }
  return { name: 'sandbox', port: Number(port), company, secret, config } as const;
}

function parseDoctor(args: string[]) {
  const own = { 'sdk-url': text, product: text, page: text, cookie: text } as const;
  const { values } = parse('doctor', { args, options: { ...service, ...own } });
  const { product, page, cookie, 'sdk-url': sdkUrl } = values;
  const url = parseWebAddress(page);
  const refuse = (message: string) => new UsageError(message, 'doctor');
  if (page !== undefined && url === undefined) throw refuse('--page needs an http or https address.');
  if (cookie !== undefined && page === undefined) throw refuse('--cookie is for a --page.');
  if (!/^[ -~]*$/.test(cookie ?? '')) throw refuse('--cookie needs what a browser sends: NAME=VALUE.');
  return { name: 'doctor', ...readService('doctor', values), sdkUrl, product, page: url, cookie } as const;
}

function parseRehearse(args: string[]) {
  const { values } = parse('rehearse', { args, options: { ...service, product: text, offer: text, yes: flag } });
  const { product, offer, yes = false } = values;
  return { name: 'rehearse', ...readService('rehearse', values), product, offer, yes } as const;
}

function parseReader(args: string[]) {
  const { values, positionals } = parse('reader', { args, options: service, allowPositionals: true });
  const [userId] = positionals;
  if (userId === undefined || positionals.length > 1) throw new UsageError('reader needs one USER-ID.', 'reader');
  return { name: 'reader', ...readService('reader', values), userId } as const;
}

function parseChange(name: 'grant' | 'revoke', args: string[]) {
  const options = { ...service, until: text, yes: flag };
  const { values, positionals } = parse(name, { args, options, allowPositionals: true });
  const [userId, ...ids] = positionals;
  const refuse = (message: string) => new UsageError(message, name);
  if (userId === undefined || ids.length === 0) throw refuse(`${name} needs one USER-ID and what to ${name}.`);
  const { until, yes = false } = values;
  if (until !== undefined && name === 'revoke') throw refuse('--until is for grant.');
  // All of that day, whichever API it is told to.
  const end = until === undefined ? undefined : new Date(`${until}T23:59:59Z`);
  if (end !== undefined && !end.toJSON()?.startsWith(`${until}T`)) throw refuse('--until needs a day: YYYY-MM-DD.');
  return { name, ...readService(name, values), userId, ids, until: end, yes } as const;
}

/** Without an API it is that whose credentials are set; which environments there are, the package's own options say. */
function readService(topic: Topic, values: ReturnType<typeof parseArgs<{ options: typeof service }>>['values']) {
  const { api, company, secret, environment, json = false } = values;
  const { 'api-token': apiToken, 'api-url': apiUrl, 'test-mode': testMode = false } = values;
  if (api !== undefined && api !== 'v2' && api !== 'v3') throw new UsageError('--api is v2 or v3.', topic);
  return { api, company, secret, apiToken, environment, apiUrl, testMode, json } as const;
}

function parse<T extends ParseArgsConfig>(topic: Topic, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(
      describeMistake(error as NodeJS.ErrnoException, topic, Object.keys(config.options ?? {})),
      topic,
    );
  }
}

/** Node's own messages repeat what was typed, so only the name of an option is taken from them. */
function describeMistake({ code, message }: NodeJS.ErrnoException, topic: Topic, known: string[]): string {
  const option = /'(?:-\w, )?(--?[\w-]+)/.exec(message)?.[1] ?? 'An option';
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `${topic} has no option ${option}.${suggest(
        option,
        known.map((name) => `--${name}`),
      )}`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return /does not take/.test(message) ? `${option} takes no value.` : `${option} needs a value.`;
    default:
      return `${topic} takes options only, such as --company ID.`;
  }
}
