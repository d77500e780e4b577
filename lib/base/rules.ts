/** The rules that several of our options, arguments and settings share. A rule is named after what fits it. */

import { isIP } from 'node:net';
import { type Fields, isObject, type Rule, type Table } from './check.js';
import type { Reporter } from './reporter.js';

/** One question to plenigo names no more products than this. */
export const MOST_PRODUCTS = 50;

export const createRule = <Value = string>(expected: string, test: Rule['test']): Rule<Value> => ({ expected, test });
export const shown = <Value>(rule: Rule<Value>): Rule<Value> => ({ ...rule, show: true });

const isString = (value: unknown): value is string => typeof value === 'string';
/** A text may hold no lone surrogate: it has no UTF-8 form, so it can be neither signed nor sent unchanged. */
const isText = (value: unknown): value is string => isString(value) && value !== '' && value.isWellFormed();

export const between = (expected: string, least: number, most: number) =>
  shown(createRule<number>(expected, (value) => typeof value === 'number' && value >= least && value <= most));
export const countUpTo = (most: number) =>
  createRule<number>(`a whole number, 1 to ${most}`, (n) => Number.isInteger(n) && Number(n) > 0 && Number(n) <= most);

export const matching = (expected: string, pattern: RegExp) =>
  createRule(expected, (value) => isString(value) && pattern.test(value));
export const upTo = (length: number) =>
  createRule(`a string of 1 to ${length} characters`, (value) => isText(value) && value.length <= length);

export const oneOf = <const Value extends string>(values: readonly Value[]) =>
  shown(createRule<Value>(`one of ${values.join(', ')}`, (value) => values.some((each) => each === value)));

export const listOf = <Value = string>(expected: string, test: Rule['test'], least = 0) =>
  createRule<readonly Value[]>(expected, (all) => Array.isArray(all) && all.length >= least && all.every(test));
export const someOf = <const Value extends string>(values: readonly Value[]) =>
  listOf<Value>(`a list of at least one of ${values.join(', ')}`, oneOf(values).test, 1);

/** An object that has none but these fields, all of which may be left out. */
export const shapeOf = <const Known extends Table>(expected: string, known: Known) =>
  createRule<Readonly<Fields<Known>>>(expected, (value) => {
    const fits = ([key, field]: [string, unknown]) =>
      Object.hasOwn(known, key) && (field === undefined || known[key]?.test(field));
    return isObject(value) && !Array.isArray(value) && Object.entries(value).every(fits);
  });

export const oneOrMore = <Value>(expected: string, { test }: Rule<Value>) =>
  createRule<Value | readonly Value[]>(expected, (value) => [value].flat().length > 0 && [value].flat().every(test));

export const withMethods = <Wanted>(expected: string, names: readonly string[]) =>
  createRule<Wanted>(expected, (value) => isObject(value) && names.every((name) => typeof value[name] === 'function'));

export const webAddressUpTo = (length: number) =>
  createRule(
    `an absolute http or https URL without user name, spaces or backslashes, at most ${length} characters`,
    (value) => isString(value) && value.length <= length && parseWebAddress(value) !== undefined,
  );

/** Control characters are in no id that anybody means, and services may fail at them. */
export const idUpTo = (length: number) =>
  matching(`1 to ${length} characters without control characters`, new RegExp(`^[^\\p{Cc}\\p{Cs}]{1,${length}}$`, 'u'));
/** For ids that a site may take from the address of a page, which anybody can write: no page could run such a text. */
export const plainUpTo = (length: number) =>
  matching(`1 to ${length} letters, digits, "_", "-", "." or ":"`, new RegExp(`^[\\w.:-]{1,${length}}$`));

/** An id with a comma would ask plenigo for two products, and of dots alone no path can be made. */
const SHORT_ID = /^(?!\.{1,2}$)[^,\p{Cc}\p{Cs}]{1,20}$/u;

export const rules = {
  text: createRule('a string that is not empty', isText),
  productId: matching('an id of 1 to 20 characters without a comma or control characters', SHORT_ID),
  boolean: shown(createRule<boolean>('true or false', (value) => typeof value === 'boolean')),
  /** Only TypeScript knows its parameters. */
  function: createRule<unknown>('a function', (value) => typeof value === 'function'),
  language: shown(matching('a language of two lower-case letters (ISO 639-1), such as "en"', /^[a-z]{2}$/)),
  object: createRule<object>('an object', isObject),
  userId: matching('a string that is not empty, without control characters', /^[^\p{Cc}\p{Cs}]+$/u),
  /** This only keeps out what cannot be an address at all; plenigo decides what it accepts. RFC 5321 allows 254 characters. */
  email: matching('an e-mail address', /^(?=.{3,254}$)[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u),
  voucherCode: matching('a voucher code of 1 to 20 characters', SHORT_ID),
  elementId: plainUpTo(100),
  amount: between('a finite number, not negative', 0, Number.MAX_VALUE),
  currency: shown(matching('three capital letters (ISO 4217), such as "EUR"', /^[A-Z]{3}$/)),
  date: createRule<Date>('a Date', (value) => value instanceof Date && !Number.isNaN(value.getTime())),
  ipAddress: createRule('an IPv4 or IPv6 address', (value) => isString(value) && value.length <= 45 && isIP(value) > 0),
  milliseconds: between('a number of milliseconds, 1 to 2147483647', 1, 2_147_483_647),
  webAddress: webAddressUpTo(255),
};

/** The URL of an absolute http(s) address, or undefined. It refuses what browsers and servers read differently. */
export function parseWebAddress(value: unknown): URL | undefined {
  const pattern = /^https?:\/\/[^/?#@\\\s\0-\x20\x7f]+([/?#][^\\\s\0-\x20\x7f]*)?$/i;
  if (!isText(value) || !pattern.test(value)) return undefined;
  try {
    // `URL.canParse` of Node 20 and 22 refuses names with accents after some thousand calls.
    return new URL(value);
  } catch {
    return undefined;
  }
}

/** A reader's own address without a port or an interface, and IPv4 in its own form; empty where the site knows none. */
export function readAddress(given: unknown, reporter: Reporter): string {
  const text = isString(given) ? given : '';
  const host = text.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
  const address = host.replace(/%[\w.-]+$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(address) !== 0) return address;
  reporter.warnOnce('no address of a reader, so nobody can buy: set `trust proxy` of Express, or `ip` of v3');
  return '';
}
