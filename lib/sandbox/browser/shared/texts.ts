/** The texts of the checkout and the self-service page, in the language that the sandbox has chosen for the page. */
import { GERMAN } from './german.js';
import { translator } from './language.js';

export type Text = keyof typeof GERMAN;

export const { t, told } = translator<Text>(GERMAN, document.documentElement.lang);
