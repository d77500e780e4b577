/** Amounts as the reader writes them. */

/** How the reader writes in the language of this page: as the site, or else the browser, says (which may be nonsense). */
export function chooseLocale(asked: string | null = null): string {
  const { lang } = document.documentElement;
  const found = [asked ?? '', ...navigator.languages].find((tag) => {
    try {
      return tag.startsWith(lang) && Intl.getCanonicalLocales(tag).length > 0;
    } catch {
      return false;
    }
  });
  return found ?? lang;
}

/** Formats an amount in major units. */
export function formatMoney(amount: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
}

/** The number alone, for an input field. */
export function formatNumber(amount: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    useGrouping: false,
  }).format(amount);
}

/** Reads an amount that somebody typed, with a comma or a point; `undefined` when it is none. */
export function parseAmount(text: string): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  return /^\d+(\.\d{1,2})?$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** The sign of a currency alone, such as `€`. */
export function currencySign(currency: string, locale: string): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}
