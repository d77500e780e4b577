/** The browser scripts that the router serves, under names that change with their content. */

import { createHash } from 'node:crypto';
import * as built from '../generated/browser-scripts.js';
import type { Texts, Wordings } from '../texts.js';

export interface ClientScript {
  /** Browsers may keep it for good: another version has another name. */
  readonly name: string;
  readonly text: string;
}

/** A script for pages with a buy button, and one for self-service snippets, with what each says of its faults. */
const sources = {
  checkout: {
    code: built.plenigoCheckout,
    says: {
      anonymous: 'loginAgain',
      forbidden: 'outdated',
      blocked: 'blocked',
      network: 'offline',
      timeout: 'failed',
      unavailable: 'failed',
    },
  },
  account: { code: built.plenigoAccount, says: { blocked: 'accountBlocked', unavailable: 'accountFailed' } },
} as const satisfies Record<string, { code: string; says: Readonly<Record<string, keyof Texts>> }>;

export type ScriptKind = keyof typeof sources;

/** `kind`, and in other languages than English `kind-language` → the script with the texts of that language inside. */
export function clientScripts(wordings: Wordings): ReadonlyMap<string, ClientScript> {
  const scripts = new Map<string, ClientScript>();
  for (const [kind, { code, says }] of Object.entries(sources)) {
    for (const wording of wordings.values()) {
      const key = scriptKey(kind, wording.language);
      const texts = Object.entries(says).map(([fault, text]) => [fault, wording[text as keyof Texts]]);
      const literal = JSON.stringify({ lang: wording.language, ...Object.fromEntries(texts) });
      const text = `"use strict";{const TEXTS=${literal};${code}}`;
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
      scripts.set(key, { name: `${key}-${hash}.js`, text });
    }
  }
  return scripts;
}

export const scriptKey = (kind: string, language: string) => (language === 'en' ? kind : `${kind}-${language}`);
