/** The scripts of this package that pages load. */

import type { Texts } from '../base/texts.js';

/** A script that pages load, built from `lib/browser/`. */
export interface ScriptSource {
  readonly code: string;
  /** What it says to readers, by the names that it has for it. */
  readonly says: Readonly<Record<string, keyof Texts>>;
}
