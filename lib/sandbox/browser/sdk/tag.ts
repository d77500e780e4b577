/** The script tag of the site's page, and the language that it asks for. */
import { translator } from '../shared/language.js';

/** Only known while the script runs for the first time, not later in a click. */
export const tag = document.currentScript as HTMLScriptElement | null;

/** Empty where the page names none: then it is the sandbox's, or the browser's. */
export const lang = tag?.dataset.lang ?? '';

const GERMAN = {
  Checkout: 'Bezahlen',
  'Your account': 'Ihr Konto',
  'Your personal data': 'Ihre persönlichen Daten',
  'Your order': 'Ihre Bestellungen',
  'Your subscription': 'Ihre Abos',
  'Your payment methods': 'Ihre Zahlungsarten',
  'Your address data': 'Ihre Adressen',
  'Your billing address data': 'Ihre Rechnungsadresse',
  'Your delivery address data': 'Ihre Lieferadresse',
  'Your bank account': 'Ihr Bankkonto',
  'Your credit card': 'Ihre Kreditkarte',
  'Your personal data settings': 'Ihre Einstellungen',
  'Your personal data address': 'Ihre Adresse',
  'Your personal data protection': 'Ihr Datenschutz',
  'Your personal data social media': 'Ihre sozialen Netzwerke',
  'Your personal data password': 'Ihr Passwort',
  Close: 'Schließen',
  'The checkout could not be loaded. You have not been charged.':
    'Die Bezahlseite konnte nicht geladen werden. Es wurde nichts berechnet.',
  'This part of the page could not be loaded. Please try again later.':
    'Dieser Teil der Seite konnte nicht geladen werden. Bitte versuchen Sie es später noch einmal.',
};

export const { t, told } = translator<keyof typeof GERMAN>(GERMAN, lang || navigator.language);
