// The language of a page: the one that the reader's browser asks for, of those that the paper speaks.
import type { Request } from 'express';
import { german, type Texts, texts } from './texts.js';

export type Language = 'en' | 'de';

export function languageOf(req: Request): Language {
  return req.acceptsLanguages('en', 'de') === 'de' ? 'de' : 'en';
}

/** What the paper itself says to this reader. */
export function textsFor(req: Request): Texts {
  return languageOf(req) === 'de' ? german : texts;
}

/** Something with words, and its German ones. */
export type InGerman<Item> = Item & { readonly de?: Partial<Item> | undefined };

/** As this reader reads it. */
export function inLanguageOf<Item extends object>(req: Request, item: InGerman<Item>): Item {
  return languageOf(req) === 'de' ? { ...item, ...item.de } : item;
}
