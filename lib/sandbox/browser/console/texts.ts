/** The texts of the sandbox's own page, in the language that it has chosen. */
import { chooseLocale } from '../checkout/money.js';
import { translator } from '../shared/language.js';
import { GERMAN } from './german.js';

export const { t, told } = translator<keyof typeof GERMAN>(GERMAN, document.documentElement.lang);

export const locale = chooseLocale();

/** The page's HTML comes in English: its texts and names are translated here. */
export function translatePage(): void {
  document.title = told(document.title);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = node.nodeValue?.trim() ?? '';
    if (told(text) !== text) node.nodeValue = (node.nodeValue ?? '').replace(text, () => told(text));
  }
  for (const element of document.querySelectorAll('[aria-label]')) {
    element.setAttribute('aria-label', told(element.getAttribute('aria-label') ?? ''));
  }
}
