/** Reads the arguments of the command line into a command. */

import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The commands that have options and a help text of their own. */
export type Topic = 'sandbox' | 'doctor';

export interface SandboxCommand {
  readonly name: 'sandbox';
  readonly port: number;
  /** A JSON file. */
  readonly config: string | undefined;
  readonly company: string | undefined;
  readonly secret: string | undefined;
}

export interface DoctorCommand {
  readonly name: 'doctor';
  readonly company: string | undefined;
  readonly secret: string | undefined;
  /** Not checked here: the options of the package say what is allowed. */
  readonly environment: string | undefined;
  readonly apiUrl: string | undefined;
  readonly sdkUrl: string | undefined;
  readonly product: string | undefined;
  readonly testMode: boolean;
}

export type Command = SandboxCommand | DoctorCommand | { name: 'help'; topic: Topic | undefined };

/** The command line was not understood; the message never repeats a value, which may be a secret. */
export class UsageError extends Error {
  /** The command whose help text helps on. */
  readonly topic: Topic | undefined;

  constructor(message: string, topic?: Topic) {
    super(message);
    this.topic = topic;
  }
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const common = { company: text, secret: text, help: { type: 'boolean', short: 'h' } } as const;

/** @throws UsageError */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  switch (name) {
    case 'sandbox':
      return parseSandbox(rest);
    case 'doctor':
      return parseDoctor(rest);
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help', topic: rest[0] === 'sandbox' || rest[0] === 'doctor' ? rest[0] : undefined };
    case undefined:
      throw new UsageError('Which command?');
    default:
      throw new UsageError(
        name.startsWith('-') ? 'The command comes first, then its options.' : 'There is no such command.',
      );
  }
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
  const { values } = parse('doctor', {
    args,
    options: {
      ...common,
      environment: text,
      'api-url': text,
      'sdk-url': text,
      product: text,
      'test-mode': flag,
    },
  });
  if (values.help) return { name: 'help', topic: 'doctor' };
  return {
    name: 'doctor',
    company: values.company,
    secret: values.secret,
    environment: values.environment,
    apiUrl: values['api-url'],
    sdkUrl: values['sdk-url'],
    product: values.product,
    testMode: values['test-mode'] ?? false,
  };
}

function parse<T extends ParseArgsConfig>(topic: Topic, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(problemOf(error as NodeJS.ErrnoException, topic), topic);
  }
}

/** Node's own messages repeat what was typed; only the name of an option is taken from them. */
function problemOf({ code, message }: NodeJS.ErrnoException, topic: Topic): string {
  const option = /'(?:-\w, )?(--?[\w-]+)/.exec(message)?.[1] ?? 'An option';
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `${topic} has no option ${option}.`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return /does not take/.test(message) ? `${option} takes no value.` : `${option} needs a value.`;
    default:
      return `${topic} takes options only, such as --company ID.`;
  }
}
