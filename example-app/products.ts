// What the paper sells, in the words of plenigo: one product of each kind a publisher meets.
import type { ProductFields } from 'express-plenigo';

/** A product, and how the site itself speaks of it. */
export interface Offer {
  /** What `plenigo.checkout()` is given. */
  product: ProductFields & { id: string };
  title: string;
  /** What the reader gains, as the heading above the button. */
  heading: string;
  /** The price as readers see it beside the button; what they pay is what plenigo has, or what is signed here. */
  price: string;
  /** One line under the price. */
  terms: string;
}

/** Managed at plenigo: title, price and tax are kept there, so the id is enough. */
export const singleArticle: Offer = {
  product: { id: 'SEA-WALL-REPORT' },
  title: 'The night the sea wall held',
  heading: 'Read the whole story',
  price: '€2.49',
  terms: 'This article, paid once, yours for good.',
};

/** Foreign: plenigo knows nothing of it, so the signed checkout string carries all that is needed to sell it. */
export const foreignArticle: Offer = {
  product: {
    id: 'LOST-HARBOUR-MAP',
    external: true,
    title: 'A map of everything the harbour has lost',
    price: 1.49,
    currency: 'EUR',
    type: 'DIGITALNEWSPAPER',
  },
  title: 'A map of everything the harbour has lost',
  heading: 'Read the whole story',
  price: '€1.49',
  terms: 'This article, paid once, yours for good.',
};

/** A subscription, also managed at plenigo. It opens an article and the whole archive. */
export const harbourPlus: Offer = {
  product: { id: 'HARBOUR-PLUS' },
  title: 'Harbour Plus',
  heading: 'Read on with Harbour Plus',
  price: '€9.90 a month',
  terms: 'Every investigation and the whole archive. Cancel any time.',
};

/** The managed products once more, for the sandbox: there, nobody else could tell it their titles and prices. */
export const sandboxProducts = {
  'SEA-WALL-REPORT': { title: singleArticle.title, price: 2.49, currency: 'EUR', type: 'DIGITALNEWSPAPER' },
  'HARBOUR-PLUS': { title: harbourPlus.title, price: 9.9, currency: 'EUR', subscription: true },
} as const;
