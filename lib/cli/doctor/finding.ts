/** What one check of the doctor found. */

/** `skipped` means that it could not be checked, because something before it failed. */
export type Level = 'ok' | 'warn' | 'fail' | 'skipped';

export interface Finding {
  /** What was checked, in a word or two. */
  readonly check: string;
  readonly level: Level;
  /** What was found, in plain words; never a secret or a token. */
  readonly text: string;
  /** What to do about it; absent when nothing is to be done. */
  readonly cure?: string;
}

/** A function that makes the findings of one check. */
export const startFinding =
  (check: string) =>
  (level: Level, text: string, cure?: string): Finding => ({ check, level, text, ...(cure !== undefined && { cure }) });
