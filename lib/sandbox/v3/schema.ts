/** A small language for the shapes of bodies: each check says what is wrong with a value, field by field. */
import type { ValidationError } from './failure.js';

export type Check = (value: unknown, field: string) => ValidationError[];

function wrong(field: string, error: string, value: unknown): ValidationError[] {
  return [{ field, error, value: typeof value === 'string' ? value : (JSON.stringify(value) ?? '') }];
}

/** A check by one question. */
export function is(error: string, test: (value: unknown) => boolean): Check {
  return (value, field) => (test(value) ? [] : wrong(field, error, value));
}

/** At most `max` characters. */
export function text(max: number): Check {
  return is('size', (value) => typeof value === 'string' && value.length <= max);
}

export function pattern(expression: RegExp, error = 'pattern'): Check {
  return is(error, (value) => typeof value === 'string' && expression.test(value));
}

export function oneOf(...values: readonly string[]): Check {
  return is('enum', (value) => typeof value === 'string' && values.includes(value));
}

export const flag = is('boolean', (value) => typeof value === 'boolean');

/** From `min` to `max`. */
export function number(min: number, max: number, { whole = false } = {}): Check {
  return is('range', (value) => {
    const fits = typeof value === 'number' && value >= min && value <= max;
    return fits && (!whole || Number.isInteger(value));
  });
}

export function orNull(check: Check): Check {
  return (value, field) => (value === null ? [] : check(value, field));
}

export function listOf(check: Check): Check {
  return (value, field) =>
    Array.isArray(value)
      ? value.flatMap((entry, index) => check(entry, `${field}[${index}]`))
      : wrong(field, 'list', value);
}

/** Texts by name, both of limited length. */
export function mapOf(key: number, size: number): Check {
  return is('map', (value) => isObject(value) && Object.entries(value).every(([name, entry]) => fits(name, entry)));
  function fits(name: string, entry: unknown): boolean {
    return name.length <= key && typeof entry === 'string' && entry.length <= size;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether plenigo minds fields that it does not know is not documented; here they are refused, so that a slip shows. */
export function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  const known = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, field) => {
    if (!isObject(value)) return wrong(field, 'object', value);
    const at = (name: string): string => (field === '' ? name : `${field}.${name}`);
    const missing = Object.keys(required).filter((name) => !Object.hasOwn(value, name));
    return [
      ...missing.flatMap((name) => wrong(at(name), 'required', '')),
      ...Object.entries(value).flatMap(([name, entry]) => {
        const check = known.get(name);
        return check ? check(entry, at(name)) : wrong(at(name), 'unknown', entry);
      }),
    ];
  };
}
