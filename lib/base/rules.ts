/** The rules that several of our options, arguments and settings share. A rule is named after what fits it. */

import { isObject, type Rule } from './check.js';

/** One question to plenigo names no more products than this. */
export const MOST_PRODUCTS = 50;

const isString = (value: unknown): value is string => typeof value === 'string';

/** A text may hold no lone surrogate: it has no UTF-8 form, so it can be neither signed nor sent unchanged. */
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

export function oneOf<const Value extends string>(values: readonly Value[]): Rule<Value> {
  const known = new Set<unknown>(values);
  return { expected: `one of ${values.join(', ')}`, test: (value) => known.has(value), show: true };
}

export const listOf = (expected: string, test: (value: unknown) => boolean): Rule<readonly string[]> => ({
  expected,
  test: (value) => Array.isArray(value) && value.every(test),
});

/** Either one value that fits the rule, or a list of at least one. */
export const oneOrMore = <Value>(expected: string, { test }: Rule<Value>): Rule<Value | readonly Value[]> => ({
  expected,
  test: (value) => [value].flat().length > 0 && [value].flat().every(test),
});

/** An object, a class instance included, that has all of these methods. */
export const withMethods = <Wanted>(expected: string, names: readonly string[]): Rule<Wanted> => ({
  expected,
  test: (value) => isObject(value) && names.every((name) => typeof value[name] === 'function'),
});

export const webAddressUpTo = (length: number): Rule<string> => ({
  expected: `an absolute http or https URL without user name, spaces or backslashes, at most ${length} characters`,
  test: (value) => isString(value) && value.length <= length && parseWebAddress(value) !== undefined,
});

/** For ids that a site may take from the address of a page, which anybody can write: no page could run such a text. */
export const plainUpTo = (length: number): Rule<string> =>
  matching(`1 to ${length} letters, digits, "_", "-", "." or ":"`, new RegExp(`^[\\w.:-]{1,${length}}$`));

export const rules = {
  text: { expected: 'a string that is not empty', test: isText } as Rule<string>,
  /** An id with a comma would ask plenigo for two products. */
  productId: {
    expected: 'a string of 1 to 20 characters without a comma',
    test: (value) => isText(value) && value.length <= 20 && !value.includes(','),
  } as Rule<string>,
  boolean: { expected: 'true or false', test: (value) => typeof value === 'boolean', show: true } as Rule<boolean>,
  function: { expected: 'a function', test: (value) => typeof value === 'function' } as Rule,
  language: shown(matching('a language of two lower-case letters (ISO 639-1), such as "en"', /^[a-z]{2}$/)),
  object: { expected: 'an object', test: isObject } as Rule<object>,
  /** Control characters are in no id that a site means, and services may fail at them. */
  userId: {
    expected: 'a string that is not empty, without control characters',
    test: (value) => isText(value) && !/\p{Cc}/u.test(value),
  } as Rule<string>,
  /** This only keeps out what cannot be an address at all; plenigo decides what it accepts. RFC 5321 allows 254 characters. */
  email: {
    expected: 'an e-mail address',
    test: (value) => isText(value) && value.length <= 254 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(value),
  } as Rule<string>,
  amount: between('a finite number, not negative', 0, Number.MAX_VALUE),
  currency: shown(matching('three capital letters (ISO 4217), such as "EUR"', /^[A-Z]{3}$/)),
  milliseconds: between('a number of milliseconds, 1 to 2147483647', 1, 2_147_483_647),
  webAddress: webAddressUpTo(255),
};

/**
 * The URL of an absolute http(s) address, or undefined. It refuses what browsers and servers read differently: white
 * space and control characters, backslashes, lone surrogates, user names and passwords, even empty ones.
 * It does not use `URL.canParse`, which in Node 20 and 22 refuses names with accents after some thousand calls.
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
