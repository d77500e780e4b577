/** All that this package itself says to readers, in English and in German, and the words that a site puts in their place. */

import { checkFields, refuse } from './check.js';
import { rules } from './rules.js';

const english = {
  // On the page of `requireAccess`, a heading and a sentence for each reason; programs get the sentence as `message`.
  loginHeading: 'Please log in',
  login: 'This page is for readers who have bought it. Please log in: then you can read it, or buy it.',
  buyHeading: 'Not bought yet',
  buy: 'This page is for readers who have bought it. If you have, log in with the account that you bought it with.',
  emailMissingHeading: 'Your e-mail address is missing',
  emailMissing: 'Please enter your e-mail address in your account, or confirm it there. Then reload this page.',
  emailConflictHeading: 'Please confirm your e-mail address',
  emailConflict: 'Please confirm your e-mail address first, or log in with the account that you bought with before.',
  unavailableHeading: 'Not available just now',
  unavailable: 'We cannot check at the moment whether you have bought this page. Please try again in a minute.',
  // On buttons and links, that of a purchase before the title of the product.
  buyLabel: 'Buy',
  loginLabel: 'Log in',
  accountLabel: 'Your account',
  retryLabel: 'Try again',
  // Beside a buy button, and on what helps there.
  loginAgain: 'Please log in again.',
  outdated: 'This page is out of date. Please reload it.',
  blocked: 'The checkout was blocked. Please switch off your ad blocker and reload this page.',
  offline: 'No connection. Please try again.',
  failed: 'That did not work. Please reload this page and try again.',
  alreadyBought: 'You have bought this already. Please reload this page.',
  notForSale: 'This cannot be bought just now. Please choose another offer.',
  sessionLimit: 'Your account is open on too many devices. Please log out on one of them first.',
  endOthersLabel: 'Log out on all other devices',
  oneMoment: 'One moment …',
  // In the dialog of the checkout, which API v3 alone has.
  checkoutHeading: 'Checkout',
  closeLabel: 'Close',
  reloadLabel: 'Reload the page',
  paid: 'Thank you! One moment, this page opens for you.',
  thanks: 'Thank you for your purchase.',
  accessFollows: 'This page opens as soon as your payment is confirmed. Please reload it in a few minutes.',
  paymentFailed: 'The payment did not go through, and nothing was bought. Please try again.',
  checkoutStopped: 'The checkout was interrupted. Please start it again.',
  voucherRedeemed: 'Your code is redeemed, and what it is for is yours.',
  voucherNotFree: 'This code does not cover the whole price. Please use it in the checkout.',
  voucherUnknown: 'This code is not valid. Please check how it is spelt.',
  voucherUsed: 'This code has been used already, or has expired.',
  // Behind `oneMoment`, after a click before the script has loaded; and where the browser runs none.
  nothingHappens: 'If nothing happens, please reload this page.',
  noScript: 'The checkout needs JavaScript. Please allow JavaScript, then reload this page.',
  accountBlocked: 'This part of your account was blocked. Please switch off your ad blocker, then reload this page.',
  accountFailed: 'This part of your account cannot be shown. Please reload this page.',
};

/** What a site can say in other words, or in another language: plain text, which is escaped wherever it is shown. */
export interface Texts extends Readonly<typeof english> {}

export type Wording = Texts & { readonly language: string };
export type Wordings = ReadonlyMap<string, Wording>;

/** The hyphen of “E‑Mail” is one at which no line may break. */
const german: Texts = {
  loginHeading: 'Bitte melden Sie sich an',
  login: 'Diese Seite ist für alle, die sie gekauft haben. Bitte melden Sie sich an, um sie zu lesen oder zu kaufen.',
  buyHeading: 'Noch nicht gekauft',
  buy: 'Diese Seite ist für alle, die sie gekauft haben. Gehören Sie dazu, dann melden Sie sich bitte mit dem Konto an, mit dem Sie gekauft haben.',
  emailMissingHeading: 'Ihre E‑Mail-Adresse fehlt',
  emailMissing: 'Bitte geben Sie in Ihrem Konto Ihre E‑Mail-Adresse an oder bestätigen Sie sie. Laden Sie dann neu.',
  emailConflictHeading: 'Bitte bestätigen Sie Ihre E‑Mail-Adresse',
  emailConflict: 'Bitte bestätigen Sie zuerst Ihre E‑Mail-Adresse, oder nutzen Sie das Konto Ihres letzten Kaufs.',
  unavailableHeading: 'Im Moment nicht verfügbar',
  unavailable: 'Wir können gerade nicht prüfen, ob Sie diese Seite gekauft haben. Bitte versuchen Sie es später.',
  buyLabel: 'Kaufen',
  loginLabel: 'Anmelden',
  accountLabel: 'Ihr Konto',
  retryLabel: 'Erneut versuchen',
  loginAgain: 'Bitte melden Sie sich erneut an.',
  outdated: 'Diese Seite ist veraltet. Bitte laden Sie sie neu.',
  blocked: 'Der Kauf wurde blockiert. Bitte schalten Sie den Werbeblocker aus und laden Sie diese Seite neu.',
  offline: 'Keine Verbindung. Bitte versuchen Sie es erneut.',
  failed: 'Das hat nicht geklappt. Bitte laden Sie diese Seite neu und versuchen Sie es erneut.',
  alreadyBought: 'Sie haben das schon gekauft. Bitte laden Sie diese Seite neu.',
  notForSale: 'Das ist im Moment nicht erhältlich. Bitte wählen Sie ein anderes Angebot.',
  sessionLimit: 'Ihr Konto ist auf zu vielen Geräten geöffnet. Bitte melden Sie sich zuerst auf einem davon ab.',
  endOthersLabel: 'Auf allen anderen Geräten abmelden',
  oneMoment: 'Einen Moment …',
  checkoutHeading: 'Kasse',
  closeLabel: 'Schließen',
  reloadLabel: 'Seite neu laden',
  paid: 'Vielen Dank! Einen Moment, die Seite öffnet sich gleich.',
  thanks: 'Vielen Dank für Ihren Kauf.',
  accessFollows: 'Die Seite öffnet sich, sobald die Zahlung bestätigt ist. Bitte laden Sie sie in einigen Minuten neu.',
  paymentFailed: 'Die Zahlung ist fehlgeschlagen, und es wurde nichts gekauft. Bitte versuchen Sie es erneut.',
  checkoutStopped: 'Der Kauf wurde unterbrochen. Bitte beginnen Sie ihn noch einmal.',
  voucherRedeemed: 'Ihr Code ist eingelöst, und was dazugehört, gehört jetzt Ihnen.',
  voucherNotFree: 'Dieser Code deckt nicht den ganzen Preis. Bitte lösen Sie ihn beim Kauf ein.',
  voucherUnknown: 'Dieser Code gilt nicht. Bitte prüfen Sie, ob er richtig geschrieben ist.',
  voucherUsed: 'Dieser Code ist schon eingelöst oder abgelaufen.',
  nothingHappens: 'Wenn nichts geschieht, laden Sie diese Seite bitte neu.',
  noScript: 'Für den Kauf ist JavaScript nötig. Bitte erlauben Sie es und laden Sie diese Seite neu.',
  accountBlocked: 'Dieser Teil Ihres Kontos ist blockiert. Bitte schalten Sie den Werbeblocker aus und laden Sie neu.',
  accountFailed: 'Dieser Teil Ihres Kontos kann nicht angezeigt werden. Bitte laden Sie diese Seite neu.',
};

/** What a script says of a click that opens nothing: the script's own word for the reason, and the text for it. All others are `unavailable`. */
export const clickTexts = {
  anonymous: 'loginAgain',
  forbidden: 'outdated',
  blocked: 'blocked',
  network: 'offline',
  unavailable: 'failed',
  retry: 'retryLabel',
  reload: 'reloadLabel',
} as const;

/** The same for a part of the account that cannot be shown. */
export const accountTexts = { blocked: 'accountBlocked', unavailable: 'accountFailed' } as const;

/** The built-in texts with the site's own over them; in a language that is not built in, English stands for what the site does not say. @throws PlenigoOptionError. */
export function wordingsWith(texts: Readonly<Record<string, Partial<Texts>>> = {}): Wordings {
  const textRules = Object.fromEntries(Object.keys(english).map((key) => [key, rules.text]));
  const wordings = new Map<string, Wording>();
  for (const [language, own] of Object.entries({ en: {}, de: {}, ...texts })) {
    const subject = { name: `createPlenigo.texts.${language}`, code: 'invalid-option' } as const;
    const complaint = `createPlenigo.texts: got the key ${JSON.stringify(language.slice(0, 40))}, expected `;
    if (!rules.language.test(language)) refuse(subject, complaint + rules.language.expected);
    const checked = checkFields(own, { rules: textRules, subject });
    wordings.set(language, { ...(language === 'de' ? german : english), ...checked, language });
  }
  return wordings;
}

/** The texts in the reader's language, else in the site's, else in English. */
export function wordingIn({ wordings, language }: { wordings: Wordings; language: string }, readers?: string): Wording {
  return wordings.get(readers ?? language) ?? wordings.get(language) ?? (wordings.get('en') as Wording);
}
