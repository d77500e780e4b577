/** Reads objects of answers by tables: a value that is not what its field must be counts as left out. */

import { isAnswer, ownField } from './answer.js';

type Reader<Value> = (value: unknown) => Value | undefined;
/** What this reader makes of a value that it can read. */
export type ReadBy<Known> = Known extends Reader<infer Value> ? Exclude<Value, undefined> : never;

/** What a table reads. Only the fields in `Needed` are sure to be there: plenigo leaves out what is `false` or empty. */
type Read<Known, Needed extends keyof Known> = {
  [Key in Needed]: ReadBy<Known[Key]>;
} & { [Key in Exclude<keyof Known, Needed>]?: ReadBy<Known[Key]> };

export const readText: Reader<string> = (value) => (typeof value === 'string' && value !== '' ? value : undefined);
export const readFlag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
export const readNumber: Reader<number> = (value) => (Number.isFinite(value) ? Number(value) : undefined);

/** API v2 writes some of its numbers as texts. */
export const readAmount: Reader<number> = (value) =>
  typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : readNumber(value);

/** A moment or a day as RFC 3339 has it. */
export function readMoment(value: unknown): Date | undefined {
  const date = new Date(readText(value) ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A list without the entries that nobody could make sense of. */
export const readEach =
  <Item>(read: Reader<Item>): Reader<Item[]> =>
  (value) =>
    Array.isArray(value) ? value.flatMap((item) => read(item) ?? []) : undefined;

/** Gives all of these fields one reader. */
export const named = <Value, Name extends string>(read: Reader<Value>, ...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, read])) as { readonly [Each in Name]: Reader<Value> };

/** Makes the reader of an object; its result is undefined if it is none, or lacks a field that is needed. */
export function createReader<
  Known extends Readonly<Record<string, Reader<unknown>>>,
  Needed extends keyof Known & string = never,
>(table: Known, ...needed: readonly Needed[]): Reader<Read<Known, Needed>> {
  return (json) => {
    if (!isAnswer(json)) return undefined;
    const fields = Object.entries(table).map(([name, read]) => [name, read(ownField(json, name))] as const);
    const known = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
    return needed.every((name) => Object.hasOwn(known, name)) ? (known as Read<Known, Needed>) : undefined;
  };
}

/** Undefined if any entry cannot be read: it would be missing in whatever the list is made for. */
export function readPage<Item>(json: unknown, read: Reader<Item>, name = 'items'): Item[] | undefined {
  const entries = isAnswer(json) ? (ownField(json, name) ?? []) : undefined;
  if (!Array.isArray(entries)) return undefined;
  const items = entries.map(read).filter((item) => item !== undefined);
  return items.length === entries.length ? items : undefined;
}
