// What the paper says around its stories: on its pages, beside its forms, in its mails.

/** English. */
export const texts = {
  language: 'en',
  locale: 'en-GB',

  skip: 'Skip to the content',
  yourAccount: 'Your account',
  account: 'Account',
  logOut: 'Log out',
  logIn: 'Log in',
  signUp: 'Sign up',
  sections: 'Sections',
  frontPage: 'Front page',
  notes: 'Notes',
  archive: 'The archive',
  offers: 'Offers',
  service: 'Service',
  whatThereIsToBuy: 'What there is to buy',
  // By their ids. A real newspaper has forms for the last two, and confirms by mail at once what was sent.
  serviceParts: [
    ['imprint', 'Imprint', 'Here a real newspaper says who publishes it, and who answers for what it prints.'],
    ['terms', 'Terms', 'You pay at plenigo, VAT included. A subscription is renewed until you cancel it.'],
    ['privacy', 'Privacy', 'We keep your name and e-mail address, plenigo what you buy and how you pay.'],
    ['cancel', 'Cancel contracts here', 'Tell service@harbour.example, without a password, what is to end, and when.'],
    ['withdraw', 'Withdraw from a contract', 'Tell service@harbour.example within fourteen days what you have bought.'],
  ],
  orInYourAccount: ['You see and cancel your subscriptions in', 'your account'],
  orWithdraw: 'Would you rather withdraw?',
  imprint: 'An invented newspaper: the example application of express-plenigo. Every story in it is made up.',

  by: 'By',
  minutes: (minutes: number) => `${minutes} min read`,
  inBrief: 'In brief',
  plusPromise: 'Every story, all notes and the whole archive, by the month or by the year.',
  seeAllOffers: 'See all offers',
  withVat: 'Incl. VAT.',
  notesFromTheQuay: 'Notes from the quay',
  column: 'Column',
  freeForEveryone: (notes: number) => `Free for everyone: ${notes} a month.`,
  withPlus: ['With', 'you read them all.'],
  archiveOpen: 'A hundred years of mornings by the water.',
  archiveClosed: 'A hundred years of mornings by the water, for subscribers.',

  logInToReadOn: 'Log in to read on',
  logInToRead: 'Log in to read',
  newHere: 'New here?',
  itTakesAMinute: 'it takes a minute.',
  youPayAtPlenigo: 'You pay at plenigo, and come back here to read.',
  otherPasses: 'By the year, or just this issue?',
  readEverything: 'You would rather read everything?',
  noFreeNote: 'No free note is left for you this month.',
  freeNote: ['One of your', 'free notes', 'this month'],
  freeNotes: (nth: number, allowed: number) => [`${nth} of ${allowed}`, 'free notes this month'],
  justBought: (title: string) => ['Thank you!', `“${title}” is yours to read. The receipt is in`, 'your account'],
  youPaid: 'You paid for this. Thank you for paying for journalism.',
  allIsFree: 'The whole paper is free to read just now, for everyone.',
  withPlusAllNotes: ['With', 'you read all notes, as many as there are.'],

  readTheCourier: 'Read the Courier',
  offersIntro: 'By the month, by the year, or just this issue. A single story you can buy where it stands.',
  yours: 'Yours',
  paidUntil: (day: string) => `Paid until ${day}.`,
  youHaveBoughtIt: 'You have bought it.',
  seeOrCancel: 'See or cancel it in your account',
  subscribedAlready: 'You have a subscription already. To change, cancel it first.',
  readAllOfThis: 'You read all of this with your subscription.',
  haveACode: ['You have a voucher?', 'Redeem the code'],
  voucher: 'Redeem a voucher',
  voucherCode: 'Code',
  voucherHint: 'It stands on the card, or in our letter.',
  redeem: 'Redeem',
  voucherCheckout: 'Go on to the checkout',
  youLogInFirst: ['You log in or', 'sign up', ' first, pay at plenigo, and come back here to read.'],

  emailMissing: 'One thing is missing: your e-mail address',
  emailMissingWhy:
    'plenigo, which takes payments for us, sends your receipts by e-mail. So before you can buy, we need an address of which we know that it is yours.',
  emailMissingHow: ['Please look after it in', 'your account', ', then come back here to read on.'],
  emailConflict: 'Please confirm your e-mail address',
  emailConflictWhy:
    'plenigo, which takes payments for us, knows this address already. As soon as you confirm that it is yours, what was bought with it is yours here, too.',
  emailConflictHow: ['Is it another’s? Then give us', 'another e-mail address', ', and you can read on at once.'],
  sendTheLink: 'Send me the link',
  everythingIsFree: 'Everything is free to read just now',
  everythingIsFreeWhy:
    'The whole paper is open to everyone, so there is nothing that you need to buy. What you have stays yours.',
  unavailable: 'We cannot see just now what is yours',
  unavailableWhy:
    'The service that knows what you have bought does not answer. Nothing is lost: what you have paid for opens as soon as it is back.',
  unavailableHow: ['Please', 'try again', 'in a minute.'],

  everythingWeKnow: 'Everything we know about you.',
  howYouLogIn: 'How you log in',
  changeEmail: 'Change e-mail address',
  emailHint: 'You log in with it, and your invoices go there.',
  confirmed: 'You have confirmed that this address is yours.',
  notConfirmed: 'You have not confirmed yet that this address is yours.',
  whatPlenigoKeeps: 'What plenigo keeps for us',
  cancelledStays: 'A subscription that you cancel stays yours until the end of what is paid for.',
  accountEmailMissing:
    'plenigo, which takes payments for us, can keep something for you as soon as we have an e-mail address of which we know that it is yours.',
  accountUnavailable: 'The service that takes our payments does not answer just now. What is yours stays yours.',
  confirmHeading: 'Is this address yours?',
  confirmWhy: (email: string) =>
    `You have signed up here with ${email}. Confirm that the address is yours, and what was bought with it is yours here, too.`,
  confirmButton: 'Yes, it is mine',

  signUpIntro: 'An account costs nothing. You only pay for what you want to read.',
  email: 'E-mail address',
  password: 'Password',
  passwordHint: (length: number) => `At least ${length} characters.`,
  firstName: 'First name',
  lastName: 'Last name',
  optional: 'optional',
  youHaveAnAccount: 'You have an account?',

  // Messages for the next page.
  welcome: (name: string) => (name === '' ? 'Good to see you.' : `Good to see you, ${name}.`),
  linkIsThere: 'We have sent you a link with which you confirm your e-mail address.',
  loggedOut: 'You are logged out. See you soon.',
  emailChanged: 'Your e-mail address is changed. We have sent you a link to confirm it.',
  linkSent: 'We have sent you a link. Open it while you are logged in here.',
  emailConfirmed: 'Thank you, your e-mail address is confirmed. What was bought with it is yours here, too.',
  // Beside a field.
  enterEmail: 'Please enter your e-mail address.',
  noEmail: 'This does not look like an e-mail address. It should read like name@example.com.',
  wrongLogin: 'This e-mail address and password do not belong together.',
  shortPassword: (length: number) => `Please choose a password of at least ${length} characters.`,
  accountExists: 'There is an account with this e-mail address already. Would you like to log in?',
  emailTaken: 'Another account has this e-mail address.',
  emailOfCustomer:
    'The service that takes our payments knows this address as another customer’s. Please use another one, or write to us if it is yours.',
  changeUnavailable:
    'The service that takes our payments does not answer just now. Nothing was changed; please try again later.',

  // Pages for when something goes wrong.
  toTheFrontPage: 'To the front page',
  notFound: [
    'This page has sailed',
    'There is nothing at this address, or nothing any more. The front page has everything that is still here.',
  ],
  expired: [
    'This form has expired',
    'You may have logged in or out in another tab in the meantime. Please go back, reload the page and send the form again. Nothing was changed.',
  ],
  linkExpired: [
    'This link does not work any more',
    'It works for a day, once, and for the reader to whom we have sent it. In your account you can ask for another one.',
  ],
  broken: ['Something broke at our end', 'We have written it down. Please try again in a moment.'],
  unreadable: ['We could not read that request', 'Please go back and try again.'],

  mailSubject: 'Please confirm your e-mail address',
  mailText: (link: string) =>
    `You have signed up at the Harbour Courier with this address. Is it yours? Then open this link within a day, in the browser in which you are logged in:\n\n${link}\n\nIf you have not signed up, do nothing.`,
};

export type Texts = typeof texts;

export const german: Texts = {
  language: 'de',
  locale: 'de-DE',

  skip: 'Zum Inhalt',
  yourAccount: 'Ihr Konto',
  account: 'Konto',
  logOut: 'Abmelden',
  logIn: 'Anmelden',
  signUp: 'Registrieren',
  sections: 'Rubriken',
  frontPage: 'Titelseite',
  notes: 'Notizen',
  archive: 'Das Archiv',
  offers: 'Angebote',
  service: 'Service',
  whatThereIsToBuy: 'Was es zu kaufen gibt',
  serviceParts: [
    ['imprint', 'Impressum', 'Hier sagt eine echte Zeitung, wer sie verlegt und wer für den Inhalt einsteht.'],
    ['terms', 'AGB', 'Sie zahlen bei plenigo, inklusive Mehrwertsteuer. Ein Abo läuft, bis Sie es kündigen.'],
    ['privacy', 'Datenschutz', 'Wir kennen Namen und E‑Mail-Adresse, plenigo weiß, was Sie kaufen und wie Sie zahlen.'],
    ['cancel', 'Verträge hier kündigen', 'Schreiben Sie an service@harbour.example, was wann endet, ohne Passwort.'],
    ['withdraw', 'Vertrag widerrufen', 'Schreiben Sie binnen 14 Tagen an service@harbour.example, worum es geht.'],
  ],
  orInYourAccount: ['Ihre Abos sehen und kündigen Sie auch in', 'Ihrem Konto'],
  orWithdraw: 'Möchten Sie lieber widerrufen?',
  imprint: 'Eine erfundene Zeitung: die Beispielanwendung von express-plenigo. Jede Geschichte darin ist ausgedacht.',

  by: 'Von',
  minutes: (minutes) => `${minutes} Min. Lesezeit`,
  inBrief: 'Kurz gemeldet',
  plusPromise: 'Jede Geschichte, alle Notizen und das ganze Archiv, als Monats- oder als Jahresabo.',
  seeAllOffers: 'Alle Angebote',
  withVat: 'Inkl. MwSt.',
  notesFromTheQuay: 'Notizen vom Kai',
  column: 'Kolumne',
  freeForEveryone: (notes) => `Frei für alle: ${notes} im Monat.`,
  withPlus: ['Mit', 'lesen Sie alle.'],
  archiveOpen: 'Hundert Jahre Morgen am Wasser.',
  archiveClosed: 'Hundert Jahre Morgen am Wasser, mit Ihrem Abo.',

  logInToReadOn: 'Melden Sie sich an, um weiterzulesen',
  logInToRead: 'Anmelden und lesen',
  newHere: 'Neu hier?',
  itTakesAMinute: 'das dauert eine Minute.',
  youPayAtPlenigo: 'Sie zahlen bei plenigo und kommen zum Lesen hierher zurück.',
  otherPasses: 'Lieber ein Jahresabo, oder nur diese Ausgabe?',
  readEverything: 'Sie wollen lieber alles lesen?',
  noFreeNote: 'Für diesen Monat haben Sie keine freie Notiz mehr.',
  freeNote: ['Eine Ihrer', 'freien Notizen', 'in diesem Monat'],
  freeNotes: (nth, allowed) => [`${nth} von ${allowed}`, 'freien Notizen in diesem Monat'],
  justBought: (title) => ['Vielen Dank!', `„${title}“ steht Ihnen offen. Der Beleg liegt in`, 'Ihrem Konto'],
  youPaid: 'Sie haben dafür bezahlt. Danke, dass Sie für Journalismus bezahlen.',
  allIsFree: 'Die ganze Zeitung ist gerade frei zu lesen, für alle.',
  withPlusAllNotes: ['Mit', 'lesen Sie alle Notizen, so viele es gibt.'],

  readTheCourier: 'Den Courier lesen',
  offersIntro:
    'Als Monatsabo, als Jahresabo, oder nur diese Ausgabe. Eine einzelne Geschichte kaufen Sie dort, wo sie steht.',
  yours: 'Gehört Ihnen',
  paidUntil: (day) => `Bezahlt bis ${day}.`,
  youHaveBoughtIt: 'Sie haben sie gekauft.',
  seeOrCancel: 'In Ihrem Konto ansehen oder kündigen',
  subscribedAlready: 'Sie haben schon ein Abo. Um zu wechseln, kündigen Sie es zuerst.',
  readAllOfThis: 'All das lesen Sie mit Ihrem Abo.',
  haveACode: ['Sie haben einen Gutschein?', 'Code einlösen'],
  voucher: 'Gutschein einlösen',
  voucherCode: 'Code',
  voucherHint: 'Er steht auf der Karte oder in unserem Brief.',
  redeem: 'Einlösen',
  voucherCheckout: 'Weiter zum Kauf',
  youLogInFirst: [
    'Sie melden sich zuerst an oder',
    'registrieren sich',
    ', zahlen bei plenigo und kommen zum Lesen hierher zurück.',
  ],

  emailMissing: 'Es fehlt noch: Ihre E‑Mail-Adresse',
  emailMissingWhy:
    'plenigo nimmt für uns Zahlungen entgegen und schickt Ihnen Ihre Belege per E‑Mail. Bevor Sie kaufen können, brauchen wir deshalb eine Adresse, von der wir wissen, dass sie Ihre ist.',
  emailMissingHow: [
    'Bitte sehen Sie in',
    'Ihrem Konto',
    ' danach, und kommen Sie dann zum Weiterlesen hierher zurück.',
  ],
  emailConflict: 'Bitte bestätigen Sie Ihre E‑Mail-Adresse',
  emailConflictWhy:
    'plenigo nimmt für uns Zahlungen entgegen und kennt diese Adresse schon. Sobald Sie bestätigen, dass sie Ihre ist, gehört Ihnen auch hier, was damit gekauft wurde.',
  emailConflictHow: [
    'Sie gehört jemand anderem? Dann geben Sie uns',
    'eine andere E‑Mail-Adresse',
    ', und Sie können gleich weiterlesen.',
  ],
  sendTheLink: 'Link zuschicken',
  everythingIsFree: 'Gerade ist alles frei zu lesen',
  everythingIsFreeWhy:
    'Die ganze Zeitung ist für alle offen, Sie müssen also nichts kaufen. Was Ihnen gehört, bleibt Ihnen.',
  unavailable: 'Wir sehen gerade nicht, was Ihnen gehört',
  unavailableWhy:
    'Der Dienst, der weiß, was Sie gekauft haben, antwortet nicht. Nichts ist verloren: Was Sie bezahlt haben, öffnet sich, sobald er wieder da ist.',
  unavailableHow: ['Bitte', 'versuchen Sie es', 'in einer Minute noch einmal.'],

  everythingWeKnow: 'Alles, was wir über Sie wissen.',
  howYouLogIn: 'So melden Sie sich an',
  changeEmail: 'E‑Mail-Adresse ändern',
  emailHint: 'Damit melden Sie sich an, und dorthin gehen Ihre Rechnungen.',
  confirmed: 'Sie haben bestätigt, dass diese Adresse Ihre ist.',
  notConfirmed: 'Sie haben noch nicht bestätigt, dass diese Adresse Ihre ist.',
  whatPlenigoKeeps: 'Was plenigo für uns aufbewahrt',
  cancelledStays: 'Ein Abo, das Sie kündigen, bleibt Ihnen bis zum Ende des bezahlten Zeitraums.',
  accountEmailMissing:
    'plenigo nimmt für uns Zahlungen entgegen und kann etwas für Sie aufbewahren, sobald wir eine E‑Mail-Adresse haben, von der wir wissen, dass sie Ihre ist.',
  accountUnavailable:
    'Der Dienst, der unsere Zahlungen entgegennimmt, antwortet gerade nicht. Was Ihnen gehört, bleibt Ihnen.',
  confirmHeading: 'Gehört diese Adresse Ihnen?',
  confirmWhy: (email) =>
    `Sie haben sich hier mit ${email} registriert. Bestätigen Sie, dass die Adresse Ihre ist, dann gehört Ihnen auch hier, was damit gekauft wurde.`,
  confirmButton: 'Ja, sie gehört mir',

  signUpIntro: 'Ein Konto kostet nichts. Sie zahlen nur, was Sie lesen wollen.',
  email: 'E‑Mail-Adresse',
  password: 'Passwort',
  passwordHint: (length) => `Mindestens ${length} Zeichen.`,
  firstName: 'Vorname',
  lastName: 'Nachname',
  optional: 'freiwillig',
  youHaveAnAccount: 'Sie haben ein Konto?',

  welcome: (name) => (name === '' ? 'Schön, dass Sie da sind.' : `Schön, dass Sie da sind, ${name}.`),
  linkIsThere: 'Wir haben Ihnen einen Link geschickt, mit dem Sie Ihre E‑Mail-Adresse bestätigen.',
  loggedOut: 'Sie sind abgemeldet. Bis bald.',
  emailChanged: 'Ihre E‑Mail-Adresse ist geändert. Wir haben Ihnen einen Link geschickt, um sie zu bestätigen.',
  linkSent: 'Wir haben Ihnen einen Link geschickt. Öffnen Sie ihn, während Sie hier angemeldet sind.',
  emailConfirmed: 'Danke, Ihre E‑Mail-Adresse ist bestätigt. Was damit gekauft wurde, gehört Ihnen auch hier.',
  enterEmail: 'Bitte geben Sie Ihre E‑Mail-Adresse ein.',
  noEmail: 'Das sieht nicht nach einer E‑Mail-Adresse aus. Sie sollte etwa so lauten: name@example.com.',
  wrongLogin: 'Diese E‑Mail-Adresse und dieses Passwort gehören nicht zusammen.',
  shortPassword: (length) => `Bitte wählen Sie ein Passwort mit mindestens ${length} Zeichen.`,
  accountExists: 'Mit dieser E‑Mail-Adresse gibt es schon ein Konto. Möchten Sie sich anmelden?',
  emailTaken: 'Ein anderes Konto hat diese E‑Mail-Adresse.',
  emailOfCustomer:
    'Der Dienst, der unsere Zahlungen entgegennimmt, kennt diese Adresse von jemand anderem. Bitte nehmen Sie eine andere, oder schreiben Sie uns, wenn es Ihre ist.',
  changeUnavailable:
    'Der Dienst, der unsere Zahlungen entgegennimmt, antwortet gerade nicht. Nichts wurde geändert; bitte versuchen Sie es später noch einmal.',

  toTheFrontPage: 'Zur Titelseite',
  notFound: [
    'Diese Seite ist ausgelaufen',
    'Unter dieser Adresse gibt es nichts, oder nichts mehr. Auf der Titelseite steht alles, was noch da ist.',
  ],
  expired: [
    'Dieses Formular ist abgelaufen',
    'Vielleicht haben Sie sich inzwischen in einem anderen Tab an- oder abgemeldet. Bitte gehen Sie zurück, laden Sie die Seite neu und schicken Sie das Formular noch einmal. Nichts wurde geändert.',
  ],
  linkExpired: [
    'Dieser Link gilt nicht mehr',
    'Er gilt einen Tag lang, einmal, und nur für das Konto, für das wir ihn geschickt haben. Dort bekommen Sie einen neuen.',
  ],
  broken: ['Bei uns ist etwas kaputtgegangen', 'Wir haben es notiert. Bitte versuchen Sie es gleich noch einmal.'],
  unreadable: ['Diese Anfrage konnten wir nicht lesen', 'Bitte gehen Sie zurück und versuchen Sie es noch einmal.'],

  mailSubject: 'Bitte bestätigen Sie Ihre E‑Mail-Adresse',
  mailText: (link) =>
    `Mit dieser Adresse wurde beim Harbour Courier ein Konto angelegt. Ist es Ihres? Dann öffnen Sie innerhalb eines Tages diesen Link in dem Browser, in dem Sie angemeldet sind:\n\n${link}\n\nWenn Sie sich nicht registriert haben, tun Sie nichts.`,
};
