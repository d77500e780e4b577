/** The scripts of this package that pages load. */

import type { Texts } from '../base/texts.js';

/** A script that pages load, built from `lib/browser/`. */
export interface ScriptSource {
  readonly code: string;
  /** The texts that it needs: the script's own word for each, and the name of the text. */
  readonly says: Readonly<Record<string, keyof Texts>>;
}
