/** The browser scripts that the router serves, under names that change with their content. */

import { createHash } from 'node:crypto';
import type { Wordings } from '../base/texts.js';
import type { Platform } from '../platform/platform.js';
import type { Site } from '../visit/site.js';

/** Every built script begins with this. */
const START = '"use strict";(()=>{';

/** Puts the texts of each language into each script. The keys are those of `scriptKey`. */
export function createClientScripts(sources: Platform['scripts'], wordings: Wordings): NonNullable<Site['scripts']> {
  const scripts = new Map<string, { name: string; text: string }>();
  for (const [kind, { code, says }] of Object.entries(sources)) {
    for (const wording of wordings.values()) {
      const key = scriptKey(kind, wording.language);
      const texts = Object.entries(says).map(([fault, text]) => [fault, wording[text]]);
      const literal = JSON.stringify({ lang: wording.language, ...Object.fromEntries(texts) });
      const text = `${START}const TEXTS=${literal};${code.slice(START.length)}`;
      // Browsers may keep a script for good, because another version has another name.
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
      scripts.set(key, { name: `${key}-${hash}.js`, text });
    }
  }
  return scripts;
}

/** The kind alone in English, and with the language behind it in every other. */
export const scriptKey = (kind: string, language: string) => (language === 'en' ? kind : `${kind}-${language}`);
