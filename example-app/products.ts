// What the paper sells, in the words of plenigo: one product of each kind a publisher meets, and what opens what.
import type { ProductFields } from 'express-plenigo';
import type { Product } from 'express-plenigo/v3';
import type { InGerman } from './language.js';

/** A product, and how the site itself speaks of it. */
export interface Offer {
  /** What `plenigo.checkout()` is given. */
  product: ProductFields & { id: string };
  /** The same for API v3, where an offer is sold, and an access right opens pages. */
  v3: Product;
  title: string;
  /** What the reader gains, as the heading above the button. */
  heading: string;
  /** The price before the login, and where plenigo does not say in time what it asks. */
  price: string;
  /** One line under the price. */
  terms: string;
  /** What stands on the button. */
  label: string;
}

/** An offer of the offers page, where several stand side by side. */
export interface Pass extends Offer {
  /** How often the price is paid; empty: once. */
  period: string;
  opens: string[];
  /** Paid again and again, until the reader cancels. */
  isSubscription: boolean;
}

/** Managed at plenigo: title, price and tax are kept there, so the id is enough. */
export const singleArticle: InGerman<Offer> = {
  product: { id: 'SEA-WALL-REPORT' },
  v3: { offerId: 'O_SEA-WALL-REPORT', accessRights: 'SEA-WALL-REPORT' },
  title: 'The night the sea wall held',
  heading: 'Read the whole story',
  price: '€2.49',
  terms: 'This article, paid once, yours for good.',
  label: 'Buy this article',
  de: {
    title: 'Die Nacht, in der die Mauer hielt',
    heading: 'Lesen Sie die ganze Geschichte',
    price: '2,49 €',
    terms: 'Dieser Artikel, einmal bezahlt, für immer Ihrer.',
    label: 'Diesen Artikel kaufen',
  },
};

const lostHarbourMap: Offer['product'] = {
  id: 'LOST-HARBOUR-MAP',
  external: true,
  title: 'A map of everything the harbour has lost',
  price: 1.49,
  currency: 'EUR',
  type: 'DIGITALNEWSPAPER',
};

/** The same for API v3. */
const lostHarbourOffer = {
  custom: {
    id: 'LOST-HARBOUR-MAP',
    taxType: 'DIGITALNEWSPAPER',
    legalText: 'Paid once, yours for good. You may withdraw until you open the map.',
  },
  accessRights: 'LOST-HARBOUR-MAP',
  title: 'A map of everything the harbour has lost',
  price: 1.49,
  currency: 'EUR',
} as const satisfies Offer['v3'];

/** Foreign: plenigo knows nothing of it, so the signed checkout string carries all that is needed to sell it. */
export const foreignArticle: InGerman<Offer> = {
  product: lostHarbourMap,
  v3: lostHarbourOffer,
  title: 'A map of everything the harbour has lost',
  heading: 'Read the whole story',
  price: '€1.49',
  terms: 'This article, paid once, yours for good.',
  label: 'Buy this article',
  de: {
    // What is signed is what the checkout shows.
    product: { ...lostHarbourMap, title: 'Eine Karte von allem, was der Hafen verloren hat' },
    v3: {
      ...lostHarbourOffer,
      title: 'Eine Karte von allem, was der Hafen verloren hat',
      custom: {
        ...lostHarbourOffer.custom,
        legalText: 'Einmal bezahlt, für immer Ihrer. Widerruf, bis Sie die Karte öffnen.',
      },
    },
    title: 'Eine Karte von allem, was der Hafen verloren hat',
    heading: 'Lesen Sie die ganze Geschichte',
    price: '1,49 €',
    terms: 'Dieser Artikel, einmal bezahlt, für immer Ihrer.',
    label: 'Diesen Artikel kaufen',
  },
};

const allOpens = ['Jede Geschichte und Recherche', 'Alle Notizen vom Kai', 'Das ganze Archiv'];

/** A subscription, also managed at plenigo. */
export const plusMonth: InGerman<Pass> = {
  product: { id: 'PLUS-MONTH' },
  v3: { offerId: 'O_PLUS-MONTH', accessRights: 'PLUS-MONTH' },
  title: 'By the month',
  heading: 'Read on with Harbour Plus',
  price: '€9.90',
  period: 'a month',
  terms: 'Cancel any time, to the end of the month.',
  label: 'Subscribe monthly',
  opens: ['Every story and investigation', 'All notes from the quay', 'The whole archive'],
  isSubscription: true,
  de: {
    title: 'Monatsabo',
    heading: 'Lesen Sie weiter mit Harbour Plus',
    price: '9,90 €',
    period: 'im Monat',
    terms: 'Jederzeit kündbar, zum Ende des Monats.',
    label: 'Monatlich abonnieren',
    opens: allOpens,
  },
};

export const plusYear: InGerman<Pass> = {
  product: { id: 'PLUS-YEAR' },
  v3: { offerId: 'O_PLUS-YEAR', accessRights: 'PLUS-YEAR' },
  title: 'By the year',
  heading: 'Read on with Harbour Plus',
  price: '€99.00',
  period: 'a year',
  terms: '€8.25 a month. Cancel any time, to the end of the year.',
  label: 'Subscribe yearly',
  opens: ['Every story and investigation', 'All notes from the quay', 'The whole archive'],
  isSubscription: true,
  de: {
    title: 'Jahresabo',
    heading: 'Lesen Sie weiter mit Harbour Plus',
    price: '99,00 €',
    period: 'im Jahr',
    terms: '8,25 € im Monat. Jederzeit kündbar, zum Ende des Jahres.',
    label: 'Jährlich abonnieren',
    opens: allOpens,
  },
};

/** A purchase that opens several pages. */
export const singleIssue: InGerman<Pass> = {
  product: { id: 'ISSUE-47' },
  v3: { offerId: 'O_ISSUE-47', accessRights: 'ISSUE-47' },
  title: 'This issue',
  heading: 'Read this issue',
  price: '€3.90',
  period: '',
  terms: 'Paid once, yours for good.',
  label: 'Buy this issue',
  opens: ['Every story of this issue', 'All its notes from the quay'],
  isSubscription: false,
  de: {
    title: 'Diese Ausgabe',
    heading: 'Lesen Sie diese Ausgabe',
    price: '3,90 €',
    terms: 'Einmal bezahlt, für immer Ihre.',
    label: 'Diese Ausgabe kaufen',
    opens: ['Jede Geschichte dieser Ausgabe', 'Alle ihre Notizen vom Kai'],
  },
};

/** Side by side on the offers page. */
export const passes: InGerman<Pass>[] = [plusMonth, plusYear, singleIssue];

const idOf = ({ product }: Offer) => product.id;

export const subscriptions = passes.filter(({ isSubscription }) => isSubscription);

/** The ids of what opens a story of this issue beside `offer`, which is sold on its page. */
export function openersBeside(offer: Offer): string[] {
  return passes.map(idOf).filter((id) => id !== offer.product.id);
}

/** Notes from the quay that every reader may read in a month. plenigo counts: with an account there, it has the number, too. */
export const freeNotes = 3;

/** The managed products once more, for the sandbox: there, nobody else could tell it their titles and prices. */
export const sandboxProducts = {
  'SEA-WALL-REPORT': { title: singleArticle.title, price: 2.49, currency: 'EUR', type: 'DIGITALNEWSPAPER' },
  'PLUS-MONTH': { title: 'Harbour Plus, monthly', price: 9.9, currency: 'EUR', subscription: 'month' },
  'PLUS-YEAR': { title: 'Harbour Plus, yearly', price: 99, currency: 'EUR', subscription: 'year' },
  'ISSUE-47': {
    title: 'The Harbour Courier, issue 47',
    price: 3.9,
    currency: 'EUR',
    type: 'DIGITALNEWSPAPER',
  },
} as const;

/** What a publisher enters at plenigo in other languages, for the checkout and the account. */
export const sandboxTitles = {
  de: {
    [singleArticle.title]: 'Die Nacht, in der die Mauer hielt',
    'Harbour Plus, monthly': 'Harbour Plus, monatlich',
    'Harbour Plus, yearly': 'Harbour Plus, jährlich',
    'The Harbour Courier, issue 47': 'The Harbour Courier, Ausgabe 47',
  },
};

/** The same as offers of API v3, each with the access right of its name. */
export const sandboxOffers = Object.fromEntries(
  Object.entries(sandboxProducts).map(([id, { title, price, currency }]) => [
    `O_${id}`,
    { accessRights: [id], title, price, currency },
  ]),
);

/** A gift, and a lower price for the first year. */
export const sandboxVouchers = {
  'HARBOUR-GIFT': { offerId: 'O_ISSUE-47' },
  'HARBOUR-HALF': { offerId: 'O_PLUS-YEAR', price: 49.5 },
} as const;

/** Likewise the free views, which a publisher sets at plenigo. */
export const sandboxMetering = { freeViews: freeNotes, period: 'MONTH', startWithFirstDay: true } as const;
