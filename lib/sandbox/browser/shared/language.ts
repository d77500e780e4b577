/** Translates the English texts of the sandbox's pages: each is the key of its German one. */

export interface Translator<Text extends string> {
  /** `{name}` stands for a value. */
  t(text: Text, values?: Readonly<Record<string, string>>): string;
  /** The same for a text that the sandbox sends; one that is not known stays as it is. */
  told(text: string): string;
}

export function translator<Text extends string>(
  german: Readonly<Record<Text, string>>,
  lang: string,
): Translator<Text> {
  const texts = new Map<string, string>(/^de\b/i.test(lang) ? Object.entries(german) : []);
  const told = (text: string): string => texts.get(text) ?? text;
  return {
    told,
    t: (text, values = {}) => told(text).replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place),
  };
}
