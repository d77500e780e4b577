/** What programs, files and requests hand in is checked field by field before anything is done with it. */

/** The message is one line that names the place, but no value: `"customers[0].email" must be an e-mail address`. */
export class Misfit extends TypeError {
  /** For example `customers[0].email`; empty for the whole. */
  readonly place: string;
  /** For example `must be an e-mail address`. */
  readonly problem: string;

  constructor(place: string, problem: string) {
    super(place === '' ? problem : `"${place}" ${problem}`);
    this.place = place;
    this.problem = problem;
  }
}

/** Throws `Misfit` for a value that is not what it must be. Fields that are not known go to `notes`, if there are any. */
export type Check = ((value: unknown, place: string, notes?: string[]) => void) & { readonly shape?: Shape };

/** What fits a check, for tests that make it up. */
type Shape =
  | { readonly needed: Checks; readonly optional: Checks }
  | { readonly entry: Check }
  | { readonly samples: readonly unknown[] };

/** `samples` are some values that fit. */
export function must(be: string, test: (value: unknown) => boolean, samples: readonly unknown[] = []): Check {
  const check = (value: unknown, place: string) => {
    if (!test(value)) throw new Misfit(place, `must be ${be}`);
  };
  return Object.assign(check, { shape: { samples } });
}

/** Good enough to find a slip; whether mail arrives is not for a sandbox to know. */
export function isEmail(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(value);
}

export const anything: Check = () => {};
export const flag = must('true or false', (value) => typeof value === 'boolean', [true, false]);
export const text = must('a non-empty string', (value) => typeof value === 'string' && value.trim() !== '');
export const email = must('an e-mail address', isEmail);
export const price = must('a number from 0 on', (value) => typeof value === 'number' && value >= 0 && value <= 1e9);
export const currency = pattern('three capital letters', /^[A-Z]{3}$/, 'CHF');
export const language = pattern('two letters (ISO 639-1)', /^[a-z]{2}$/, 'de');

export function pattern(be: string, expression: RegExp, ...samples: readonly string[]): Check {
  return must(be, (value) => typeof value === 'string' && expression.test(value), samples);
}

export function oneOf(...values: readonly unknown[]): Check {
  return must(`one of ${values.join(', ')}`, (value) => values.includes(value), values);
}

export function count(least: number, most: number): Check {
  const isCount = (value: unknown): boolean =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  return must(`a whole number from ${least} to ${most}`, isCount, [least, most]);
}

export function listOf(check: Check): Check {
  const checkAll: Check = (value, place, notes) => {
    if (!Array.isArray(value)) throw new Misfit(place, 'must be a list');
    for (const [index, entry] of value.entries()) check(entry, `${place}[${index}]`, notes);
  };
  return Object.assign(checkAll, { shape: { entry: check } });
}

export function orNull(check: Check): Check {
  const checkOther: Check = (value, place, notes) => value === null || check(value, place, notes);
  return Object.assign(checkOther, { shape: check.shape });
}

/** Gives fields that are of one kind their check. */
export function each(names: readonly string[], check: Check): Record<string, Check> {
  return Object.fromEntries(names.map((name) => [name, check]));
}

/** Checks an object whose fields all are of one kind, whatever their names. */
export function byName(check: Check): Check {
  return (value, place) => {
    for (const [name, entry] of listFields(value, place)) check(entry, within(place, name));
  };
}

type Checks = Readonly<Record<string, Check>>;

/** Checks these fields of an object, whatever else it has. */
export function fields(optional: Checks, needed: Checks = {}): Check {
  const known = new Map(Object.entries({ ...needed, ...optional }));
  return (value, place, notes) => {
    const given = new Map(listFields(value, place));
    for (const [name, entry] of given) known.get(name)?.(entry, within(place, name), notes);
    const missing = Object.keys(needed).find((name) => !given.has(name));
    if (missing !== undefined) throw new Misfit(within(place, missing), 'is missing');
  };
}

/** Checks an object that has these fields, and no other; if there are `notes`, others are only noted. */
export function object(optional: Checks, needed: Checks = {}): Check {
  const known = Object.keys({ ...needed, ...optional });
  const check = fields(optional, needed);
  const checkKnown: Check = (value, place, notes) => {
    const unknown = listFields(value, place).flatMap(([name]) => (known.includes(name) ? [] : within(place, name)));
    const [first] = unknown;
    if (first !== undefined && !notes) throw new Misfit(first, `is not known here; there are ${known.join(', ')}`);
    notes?.push(...unknown);
    check(value, place, notes);
  };
  return Object.assign(checkKnown, { shape: { needed, optional } });
}

/** A field that is `undefined` counts as left out. */
function listFields(value: unknown, place: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Misfit(place, place === '' ? 'It must be an object' : 'must be an object');
  }
  return Object.entries(value).filter(([, entry]) => entry !== undefined);
}

/** Names the place of a field in the one around it. */
export function within(place: string, name: string): string {
  const step = /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
  return place === '' ? step : `${place}.${step}`;
}
