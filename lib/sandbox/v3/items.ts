/** What the items of a purchase of API v3 are: offers that plenigo manages, or products that the site describes. */
import { V3Failure } from './failure.js';
import type { Line, V3State } from './state.js';

/** What an offer that the sandbox does not know costs. */
const MADE_UP = { price: 4.99, currency: 'EUR' };

interface Product {
  title: string;
  price: number;
  currency: string;
  accessRightUniqueId: string;
  quantity: number;
  shippingCosts?: number;
}

/** An item as it was checked. */
export interface Item {
  quantity: number;
  plenigoOfferId?: string;
  title?: string;
  legalText?: string;
  products?: Product[];
}

/** Products that the site describes replace what the offer sells. */
function readProducts(products: readonly Product[], offerId: string | undefined): Line[] {
  return products.map(({ accessRightUniqueId, title, price, currency, quantity, shippingCosts = 0 }) => ({
    productId: accessRightUniqueId,
    title,
    price: price * quantity + shippingCosts,
    currency,
    ...(offerId !== undefined && { offerId }),
  }));
}

/** An offer that the sandbox does not know works, too: it opens the right, or is the product, of its own name. */
function readOffer(offerId: string, { title, quantity }: Item, { offers, state }: V3State): Line[] {
  const right = offerId.replace(/^O_/, '');
  const offer = offers.get(offerId);
  const known = offer ?? state.products.get(right) ?? { ...MADE_UP, title: `Offer ${offerId}` };
  return (offer?.accessRights ?? [right]).map((productId, index) => ({
    productId,
    title: title ?? known.title,
    // The price is that of the offer, however many rights it has.
    price: index === 0 ? known.price * quantity : 0,
    currency: known.currency,
    offerId,
  }));
}

/** Says what an item opens and costs. Throws `V3Failure` 400 for one that cannot be sold. */
export function readItem(item: Item, v3: V3State): Line[] {
  const { plenigoOfferId, title, legalText, products } = item;
  const isForeign = title !== undefined && legalText !== undefined && products !== undefined;
  if ((plenigoOfferId !== undefined) === isForeign) {
    throw new V3Failure(400, 90400, 'An item has either plenigoOfferId, or title, legalText and products.');
  }
  if (v3.offers.get(String(plenigoOfferId))?.soldOut) throw new V3Failure(400, 90072, 'The offer is sold out.');
  return products ? readProducts(products, plenigoOfferId) : readOffer(String(plenigoOfferId), item, v3);
}
