/** Checks what a site passes in: one rule a field, one way to say which field is wrong, what came and what was expected. */

import { PlenigoArgumentError, type PlenigoErrorCode, PlenigoOptionError } from './errors.js';

/** One condition on one value. A value without `show` is never described beyond its type and length. */
export interface Rule<Value = unknown> {
  readonly expected: string;
  readonly test: (value: unknown) => boolean;
  /** A number, a flag or a short word may stand in an error message: it is neither secret nor personal. */
  readonly show?: boolean;
  /** Never set: what passes, for TypeScript. */
  readonly type?: Value;
}

/** One rule a field. */
export type Table = Readonly<Record<string, Rule>>;

/** What passes a table of rules: with the comments of its rules, and without a field only if that is not needed. */
export type Fields<Known, Needed extends keyof Known = never> = Flat<
  { -readonly [Key in keyof Known as Extract<Key, Needed>]: ValueOf<Known[Key]> } & {
    -readonly [Key in keyof Known as Exclude<Key, Needed>]?: ValueOf<Known[Key]> | undefined;
  }
>;

/** One type of its own, so that TypeScript refuses what has none of its fields. */
type Flat<T> = { [Key in keyof T]: T[Key] };

type ValueOf<Of> = Of extends Rule<infer Value> ? Exclude<Value, undefined> : never;

/** For so many products plenigo is asked at once. */
export const MOST_PRODUCTS = 50;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isString = (value: unknown): value is string => typeof value === 'string';

/** Lone surrogates have no UTF-8 form: they cannot be signed, sent or percent-encoded unchanged. */
const isText = (value: unknown): value is string => isString(value) && value !== '' && value.isWellFormed();

export function between(expected: string, least: number, most: number): Rule<number> {
  return { expected, test: (value) => typeof value === 'number' && value >= least && value <= most, show: true };
}

export const matching = (expected: string, pattern: RegExp): Rule<string> => ({
  expected,
  test: (value) => isString(value) && pattern.test(value),
});

const shown = <Value>(rule: Rule<Value>): Rule<Value> => ({ ...rule, show: true });

export const upTo = (length: number): Rule<string> => ({
  expected: `a string of 1 to ${length} characters`,
  test: (value) => isText(value) && value.length <= length,
});

export const listOf = (expected: string, test: (value: unknown) => boolean): Rule<readonly string[]> => ({
  expected,
  test: (value) => Array.isArray(value) && value.every(test),
});

/** One of what fits the rule, or a list of at least one. */
export const oneOrMore = <Value>(expected: string, { test }: Rule<Value>): Rule<Value | readonly Value[]> => ({
  expected,
  test: (value) => [value].flat().length > 0 && [value].flat().every(test),
});

/** An absolute http(s) address without user name, password, white space or backslash. */
export const webAddressUpTo = (length: number): Rule<string> => ({
  expected: `an absolute http or https URL without user name, spaces or backslashes, at most ${length} characters`,
  test: (value) => isString(value) && value.length <= length && parseWebAddress(value) !== undefined,
});

/** For ids that a site may take from an address, which anybody can write: nothing that a page could run. */
export const plainUpTo = (length: number): Rule<string> =>
  matching(`1 to ${length} letters, digits, "_", "-", "." or ":"`, new RegExp(`^[\\w.:-]{1,${length}}$`));

export const rules = {
  text: { expected: 'a string that is not empty', test: isText } as Rule<string>,
  /** A comma would ask for two products. */
  productId: {
    expected: 'a string of 1 to 20 characters without a comma',
    test: (value) => isText(value) && value.length <= 20 && !value.includes(','),
  } as Rule<string>,
  boolean: { expected: 'true or false', test: (value) => typeof value === 'boolean', show: true } as Rule<boolean>,
  function: { expected: 'a function', test: (value) => typeof value === 'function' } as Rule,
  language: shown(matching('a language of two lower-case letters (ISO 639-1), such as "en"', /^[a-z]{2}$/)),
  object: { expected: 'an object', test: isObject } as Rule<object>,
  userId: {
    expected: 'a string that is not empty, without control characters',
    // They are in no id that a site means, and services may fail at them.
    test: (value) => isText(value) && !/\p{Cc}/u.test(value),
  } as Rule<string>,
  email: {
    expected: 'an e-mail address',
    // plenigo decides what it accepts; this only keeps out what cannot be an address at all. 254: RFC 5321.
    test: (value) => isText(value) && value.length <= 254 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(value),
  } as Rule<string>,
  amount: between('a finite number, not negative', 0, Number.MAX_VALUE),
  currency: shown(matching('three capital letters (ISO 4217), such as "EUR"', /^[A-Z]{3}$/)),
  milliseconds: between('a number of milliseconds, 1 to 2147483647', 1, 2_147_483_647),
  webAddress: webAddressUpTo(255),
};

export function oneOf<const Value extends string>(values: readonly Value[]): Rule<Value> {
  const known = new Set<unknown>(values);
  return { expected: `one of ${values.join(', ')}`, test: (value) => known.has(value), show: true };
}

/**
 * The URL of an absolute http(s) address, or undefined. Refuses what browsers and servers read differently:
 * white space and control characters, backslashes, halves of characters, user names and passwords, empty ones included.
 * Not by `URL.canParse`: that of Node 20 and 22 refuses names with accents once it has been called some thousand times.
 */
export function parseWebAddress(value: unknown): URL | undefined {
  if (!isText(value)) return undefined;
  if (!/^https?:\/\/[^/?#@\\\s\0-\x20\x7f]+([/?#][^\\\s\0-\x20\x7f]*)?$/i.test(value)) return undefined;
  try {
    return new URL(value);
  } catch {
    return undefined;
  }
}

/** Describes a value that was refused without repeating what could be secret or personal. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (value === '') return 'an empty string';
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  return Array.isArray(value) ? `an array of ${value.length}` : `a value of type ${typeof value}`;
}

/** What is being checked: the name for the message, and the code that decides the error class. */
export interface Subject {
  readonly name: string;
  readonly code: Extract<PlenigoErrorCode, 'invalid-option' | 'invalid-argument' | 'invalid-product'>;
}

/** Subject of complaints about one named argument. */
export const argument = (name: string): Subject => ({ name, code: 'invalid-argument' });

export function refuse({ code }: Subject, detail: string): never {
  throw code === 'invalid-option'
    ? new PlenigoOptionError(code, { detail })
    : new PlenigoArgumentError(code, { detail });
}

/** Throws unless all addresses among checked fields, whose names end in `Url`, are on one of the site's origins. */
export function checkOrigins(fields: object, allowedOrigins: ReadonlySet<string>, subject: Subject): void {
  for (const [key, value] of Object.entries(fields)) {
    if (!key.endsWith('Url') || allowedOrigins.has(new URL(value).origin)) continue;
    const complaint = 'its origin is neither that of the option baseUrl nor one of allowedOrigins';
    refuse(subject, `${subject.name}.${key}: ${complaint}`);
  }
}

/** Throws unless `value` fits `rule`. */
export function checkValue(value: unknown, { rule, subject }: { rule: Rule; subject: Subject }): void {
  if (rule.test(value)) return;
  let got = describe(value);
  if (Object.hasOwn(rule, 'show')) {
    if (typeof value === 'number' || typeof value === 'boolean') got = `${typeof value} ${value}`;
    // Of an option no text is repeated: it could be the secret, which has its place beside it.
    const isWord = subject.code !== 'invalid-option' && isString(value) && /^[a-z-]{1,12}$/i.test(value);
    if (isWord) got = JSON.stringify(value);
  }
  refuse(subject, `${subject.name}: got ${got}, expected ${rule.expected}`);
}

/**
 * The prototype of checked fields: reading an absent one must not reach Object.prototype. A prototype of null would do
 * the same, but V8 reads the fields of such objects slowly, and every page reads some.
 */
const NOTHING: object = Object.freeze(Object.create(null));

/**
 * A copy of `input` with its own known fields only; `undefined` counts as absent.
 * Nothing inherited is read, so a polluted prototype changes nothing. `required` names the fields that are always there.
 * @throws PlenigoOptionError or PlenigoArgumentError: not an object, an unknown key, a wrong value, a missing one.
 */
export function checkFields<Known extends Table, Needed extends keyof Known & string = never>(
  input: unknown,
  { rules, subject, required = [] }: { rules: Known; subject: Subject; required?: readonly Needed[] },
): Fields<Known, Needed> {
  if (!isObject(input) || Array.isArray(input)) {
    refuse(subject, `${subject.name}: got ${describe(input)}, expected an object`);
  }
  const fields: Record<string, unknown> = Object.create(NOTHING);
  for (const key of Object.keys(input)) {
    if (!Object.hasOwn(rules, key)) refuse(subject, `${subject.name} ${unknownKey(key, Object.keys(rules))}`);
    const value = input[key];
    if (value === undefined) continue;
    const rule = rules[key] as Rule;
    if (!rule.test(value)) checkValue(value, { rule, subject: { ...subject, name: `${subject.name}.${key}` } });
    fields[key] = value;
  }
  for (const key of required) {
    if (fields[key] === undefined)
      refuse(subject, `${subject.name}.${key} is missing, expected ${rules[key]?.expected}`);
  }
  return fields as Fields<Known, Needed>;
}

/** What a JSON text holds; undefined if it is none: the parser's message would repeat the text, which may hold a token. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value comes later; not every promise is one of Node's. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';

/** Goes on at once with what is known already: of a page that waits for nothing, promises were much of the cost. */
export const whenKnown = <T, Result>(
  value: T | PromiseLike<T>,
  goOn: (value: T) => Result | Promise<Result>,
): Result | Promise<Result> => (isThenable(value) ? onceKnown(value as PromiseLike<T>, goOn) : goOn(value));

async function onceKnown<T, Result>(
  value: PromiseLike<T>,
  goOn: (value: T) => Result | Promise<Result>,
): Promise<Result> {
  return goOn(await value);
}

/**
 * A field of an object of the site's own, which may be a class with getters. What every object inherits counts for
 * nothing: nobody has said it of this one.
 */
export function fieldOf(object: object, name: string): unknown {
  const isOfAll = name in Object.prototype && !Object.hasOwn(object, name);
  return isOfAll ? undefined : (object as Record<string, unknown>)[name];
}

/** The key is the site's own word, but may be anything, so it is cut and quoted. */
function unknownKey(key: string, known: readonly string[]): string {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const meant = known.find((name) => plain(name) === plain(key));
  const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
  return `has no field ${JSON.stringify(key.slice(0, 40))}; ${hint}`;
}
