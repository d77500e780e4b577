/** Which of its two languages the sandbox speaks on a page. */

export type Language = 'de' | 'en';

/** Of several wishes, such as an attribute or an `Accept-Language` header, the first that can be granted. */
export function languageOf(...wishes: (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const [, language] = /(?:^|,)\s*(de|en)\b/i.exec(wish ?? '') ?? [];
    if (language) return language.toLowerCase() === 'de' ? 'de' : 'en';
  }
  return 'en';
}
