/** How values from outside are read, and checked by rules: a complaint names the field, what came and what was expected. */

import type { Request } from 'express';
import { PlenigoArgumentError, type PlenigoErrorCode, PlenigoOptionError } from './errors.js';

export interface Rule<Value = unknown> {
  readonly expected: string;
  readonly test: (value: unknown) => boolean;
  /** Whether a complaint may repeat the value, because it is a number, a flag or a short word that is neither secret nor personal. */
  readonly show?: boolean;
  /** Never set: it only tells TypeScript which type of value fits. */
  readonly type?: Value;
}

export type Table = Readonly<Record<string, Rule>>;

/** The type of an object that fits a table of rules, with their docstrings. The fields in `Needed` must be there. */
export type Fields<Known extends Table, Needed extends keyof Known = never> = Flat<
  { -readonly [Key in keyof Known as Extract<Key, Needed>]: Exclude<Known[Key]['type'], undefined> } & {
    -readonly [Key in keyof Known as Exclude<Key, Needed>]?: Known[Key]['type'] | undefined;
  }
>;

/** Makes one object type of an intersection: only such a type lets TypeScript refuse an object that has none of its fields. */
type Flat<T> = { [Key in keyof T]: T[Key] };

export interface Subject {
  readonly name: string;
  readonly code: Extract<PlenigoErrorCode, 'invalid-option' | 'invalid-argument' | 'invalid-product'>;
}

export const argument = (name: string): Subject => ({ name, code: 'invalid-argument' });

export function refuse({ code }: { code: Subject['code'] }, detail: string): never {
  const Refusal = code === 'invalid-option' ? PlenigoOptionError : PlenigoArgumentError;
  throw new Refusal(code, { detail });
}

/** Throws unless `value` fits `rule`; `field` names it where it is one of the fields of what is checked. */
export function checkValue(value: unknown, { rule, subject }: { rule: Rule; subject: Subject }, field?: string): void {
  if (rule.test(value)) return;
  const name = field === undefined ? subject.name : `${subject.name}.${field}`;
  // No text among the options is repeated: it could be the secret, given in the wrong place.
  const mayRepeat = Object.hasOwn(rule, 'show') && (typeof value !== 'string' || subject.code !== 'invalid-option');
  refuse(subject, `${name}: got ${describe(value, mayRepeat)}, expected ${rule.expected}`);
}

export function checkArgument<Value>(name: string, value: Value, rule: Rule): Value {
  checkValue(value, { rule, subject: argument(name) });
  return value;
}

/** Describes a value that was refused. What could be secret or personal is never repeated. */
function describe(value: unknown, mayRepeat = false): string {
  if (value === null || value === undefined) return String(value);
  if (value === '') return 'an empty string';
  if (mayRepeat && (typeof value === 'number' || typeof value === 'boolean')) return `${typeof value} ${value}`;
  if (mayRepeat && typeof value === 'string' && /^[a-z-]{1,12}$/i.test(value)) return JSON.stringify(value);
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  return Array.isArray(value) ? `an array of ${value.length}` : `a value of type ${typeof value}`;
}

/** A copy of `input` with its own known fields, without what is `undefined`. Throws where one is unknown, wrong or missing. */
export function checkFields<Known extends Table, Needed extends keyof Known & string = never>(
  input: unknown,
  { rules, subject, required = [] }: { rules: Known; subject: Subject; required?: readonly Needed[] },
): Fields<Known, Needed> {
  const { name } = subject;
  if (!isObject(input) || Array.isArray(input)) refuse(subject, `${name}: got ${describe(input)}, expected an object`);
  // Reading an absent field must not reach Object.prototype, which somebody may have polluted.
  const fields: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(input)) {
    if (!Object.hasOwn(rules, key)) refuse(subject, `${name} ${describeUnknownKey(key, Object.keys(rules))}`);
    if (value === undefined) continue;
    checkValue(value, { rule: rules[key] as Rule, subject }, key);
    fields[key] = value;
  }
  const missing = required.find((key) => fields[key] === undefined);
  if (missing) refuse(subject, `${name}.${missing} is missing, expected ${rules[missing]?.expected}`);
  return fields as Fields<Known, Needed>;
}

/** The site itself chose the key, but it may be anything, so it is cut and quoted. */
function describeUnknownKey(key: string, known: readonly string[]): string {
  const simplify = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const meant = known.find((name) => simplify(name) === simplify(key));
  const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
  return `has no field ${JSON.stringify(key.slice(0, 40))}; ${hint}`;
}

/** Throws unless all addresses among checked fields, whose names end in `Url`, are on one of the site's origins. */
export function checkOrigins(fields: object, allowedOrigins: ReadonlySet<string>, subject: Subject): void {
  const addresses = Object.entries(fields).filter(([key]) => key.endsWith('Url'));
  const [name] = addresses.find(([, value]) => !allowedOrigins.has(new URL(value).origin)) ?? [];
  const complaint = 'its origin is neither that of the option baseUrl nor one of allowedOrigins';
  if (name !== undefined) refuse(subject, `${subject.name}.${name}: ${complaint}`);
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A field of an object of the site's own, which may be a class with getters, but not what every object inherits. */
export function fieldOf(object: object, name: string): unknown {
  const isOnEveryObject = name in Object.prototype && !Object.hasOwn(object, name);
  return isOnEveryObject ? undefined : (object as Record<string, unknown>)[name];
}

/** What a JSON text holds, or undefined. The parser's own error is not passed on: it would repeat the text, which may hold a token. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function sessionOf(req: Request | undefined): Record<string, unknown> | undefined {
  const session = req && 'session' in req ? req.session : undefined;
  return isObject(session) ? session : undefined;
}
