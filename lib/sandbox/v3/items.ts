/** What the items of a purchase of API v3 are: offers that plenigo manages, or products that the site describes. */
import { MADE_UP } from '../checkout/order.js';
import { V3Failure } from './failure.js';
import type { Line, V3State } from './state.js';

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

/** Says what an item opens and costs. Throws `V3Failure` 400 for one that cannot be sold. */
export function readItem(item: Item, v3: V3State): Line[] {
  const { plenigoOfferId: offerId = '', title, legalText, products, quantity } = item;
  const isForeign = title !== undefined && legalText !== undefined && products !== undefined;
  if ((item.plenigoOfferId !== undefined) === isForeign) {
    throw new V3Failure(400, 90400, 'An item has either plenigoOfferId, or title, legalText and products.');
  }
  const offer = v3.offers.get(offerId);
  if (offer?.soldOut) throw new V3Failure(400, 90072, 'The offer is sold out.');
  // Products that the site describes replace what the offer sells.
  if (products) {
    return products.map((product) => ({
      productId: product.accessRightUniqueId,
      title: product.title,
      price: product.price * product.quantity + (product.shippingCosts ?? 0),
      currency: product.currency,
      ...(offerId !== '' && { offerId }),
    }));
  }
  // An offer that the sandbox does not know works, too: it opens the right, or is the product, of its own name.
  const right = offerId.replace(/^O_/, '');
  const known = offer ?? v3.state.products.get(right) ?? { ...MADE_UP, title: `Offer ${offerId}` };
  return (offer?.accessRights ?? [right]).map((productId, index) => ({
    productId,
    title: title ?? known.title,
    // The price is that of the offer, however many rights it has.
    price: index === 0 ? known.price * quantity : 0,
    currency: known.currency,
    offerId,
  }));
}
