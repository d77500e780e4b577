/** The language in which the sandbox shows a page to readers, and how amounts and dates are written in it. */
import { GERMAN } from './german.js';

type Language = 'de' | 'en';

/** A text of these pages. The English one is the key of the German one. */
export type Text = keyof typeof GERMAN;

/** Of several wishes, such as an attribute or an `Accept-Language` header, the first German or English locale. */
export function chooseLocale(...wishes: unknown[]): string {
  for (const wish of wishes) {
    const [locale] = /(?<![\w-])(?:de|en)(?:-[a-z]{2})?(?![\w-])/i.exec(typeof wish === 'string' ? wish : '') ?? [];
    if (locale) return locale;
  }
  return 'en';
}

/** Makes what writes for one reader. */
export function makeWriter(locale: string) {
  const language: Language = /^de/i.test(locale) ? 'de' : 'en';
  return {
    locale,
    language,
    /** Translates a text. `{name}` in it stands for a value. */
    translate(text: Text, values: Readonly<Record<string, string>> = {}): string {
      const words: string = language === 'de' ? GERMAN[text] : text;
      return words.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
    },
    /** Writes an amount in major units. */
    formatMoney(amount: number, currency: string): string {
      try {
        return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
      } catch {
        // A site's tests may sell in a currency that does not exist.
        return `${amount} ${currency}`;
      }
    },
    /** Writes the day of a moment in ms since 1970. */
    formatDay: (at: number): string => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(at),
  };
}

export type Writer = Readonly<ReturnType<typeof makeWriter>>;
