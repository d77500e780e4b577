/** Reads the fields of an answer, and nothing but what plenigo has sent. */

import { isObject } from '../base/check.js';

/** A field of an answer. One that the object inherits does not count, because nobody has sent it. */
export function ownField(json: unknown, name: string): unknown {
  return isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

/** Whether an answer is an object that tells of no error. */
export function isAnswer(json: unknown): json is object {
  return isObject(json) && !Array.isArray(json) && !Object.hasOwn(json, 'error');
}

/** A field of an answer, if it is a string with something in it. */
export function textField(json: unknown, name: string): string | undefined {
  const value = ownField(json, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Those of these fields that are such strings. */
export function textFields<Name extends string>(json: unknown, names: readonly Name[]): { [Each in Name]?: string } {
  const texts = names.map((name) => [name, textField(json, name)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined)) as { [Each in Name]?: string };
}

/** A list in an answer; empty if there is none. */
export function listField(json: unknown, name = 'items'): readonly unknown[] {
  const list = ownField(json, name);
  return Array.isArray(list) ? list : [];
}

/** For calls whose 2xx answer carries nothing. */
export const done = (): true => true;
