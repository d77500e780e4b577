/** Reads answers, by tables where these have many fields: nothing but what was sent, and nothing that is not what it must be. */

import { isObject } from '../base/check.js';

export type Reader<Value> = (value: unknown) => Value | undefined;
export type ReadBy<Known> = Known extends Reader<infer Value> ? Exclude<Value, undefined> : never;

/** What a table reads. Only the fields in `Needed` are sure to be there: plenigo leaves out what is `false` or empty. */
type Read<Known, Needed extends keyof Known> = {
  [Key in Needed]: ReadBy<Known[Key]>;
} & { [Key in Exclude<keyof Known, Needed>]?: ReadBy<Known[Key]> };

/** A field of an answer. One that the object inherits does not count, because nobody has sent it. */
export function ownField(json: unknown, name: string): unknown {
  return isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

export function isAnswer(json: unknown): json is object {
  return isObject(json) && !Array.isArray(json) && !Object.hasOwn(json, 'error');
}

export const textField = (json: unknown, name: string): string | undefined => read.text(ownField(json, name));

export function listField(json: unknown, name = 'items'): readonly unknown[] {
  const list = ownField(json, name);
  return Array.isArray(list) ? list : [];
}

/** Gives all of these fields one reader. */
export const named = <Value, Name extends string>(reader: Reader<Value>, ...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, reader])) as { readonly [Each in Name]: Reader<Value> };

/** What reads values of these kinds, or makes what reads them; a result is undefined if a value is none. */
export const read = {
  text: (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined),
  flag: (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined),
  number: (value: unknown): number | undefined => (Number.isFinite(value) ? Number(value) : undefined),

  /** API v2 writes some of its numbers as texts. */
  amount: (value: unknown): number | undefined =>
    typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : read.number(value),

  /** A moment or a day as RFC 3339 has it. */
  moment(value: unknown): Date | undefined {
    const date = new Date(read.text(value) ?? Number.NaN);
    return Number.isNaN(date.getTime()) ? undefined : date;
  },

  field<Value>(name: string, reader: Reader<Value>): Reader<Value> {
    return (json) => reader(ownField(json, name));
  },

  /** The fields of an object, without those that cannot be read, if none is missing that is needed. */
  object<Known extends Readonly<Record<string, Reader<unknown>>>, Needed extends keyof Known & string = never>(
    table: Known,
    ...needed: readonly Needed[]
  ): Reader<Read<Known, Needed>> {
    return (json) => {
      if (!isAnswer(json)) return undefined;
      const fields = Object.entries(table).map(([name, reader]) => [name, reader(ownField(json, name))] as const);
      const known = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
      return needed.every((name) => Object.hasOwn(known, name)) ? (known as Read<Known, Needed>) : undefined;
    };
  },

  /** A list without the entries that nobody could make sense of. */
  each<Item>(reader: Reader<Item>): Reader<Item[]> {
    return (value) => (Array.isArray(value) ? value.flatMap((item) => reader(item) ?? []) : undefined);
  },

  /** A list in an answer, if all its entries can be read: one would be missing in whatever the list is made for. */
  all<Item>(reader: Reader<Item>, name = 'items'): Reader<Item[]> {
    return (json) => {
      const entries = isAnswer(json) ? (ownField(json, name) ?? []) : undefined;
      const items = read.each(reader)(entries);
      return Array.isArray(entries) && items?.length === entries.length ? items : undefined;
    };
  },
};

/** For calls whose 2xx answer carries nothing. */
export const done = (): true => true;
