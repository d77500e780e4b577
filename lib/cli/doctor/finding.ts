/** What one check of the doctor found. */

import { type Level, texts } from './texts.js';

export interface Finding {
  /** What was checked, in a word or two. */
  readonly check: string;
  readonly level: Level;
  /** What was found, in plain words; never a secret or a token. */
  readonly text: string;
  /** What to do about it; absent when nothing is to be done. */
  readonly cure?: string;
}

/** A function that makes the findings of one check, by their names in `texts.ts`; the values go into it in their order. */
export function startFinding<C extends keyof typeof texts>(check: C) {
  return (name: keyof (typeof texts)[C], ...values: (string | number)[]): Finding => {
    const [, level, said = '', cure] = /^(\w+) (.*?)(?: → (.*))?$/s.exec(String(texts[check][name])) ?? [];
    const fill = (text: string) => text.replaceAll('{}', () => String(values.shift()));
    return { check, level: level as Level, text: fill(said), ...(cure !== undefined && { cure: fill(cure) }) };
  };
}

/** The same checks, as far as they wait for something that is wrong. */
export const skip = (findings: readonly Finding[], what: string): Finding[] =>
  findings.map(({ check }) => ({ check, level: 'skipped', text: `Not checked: ${what} first.` }));
