/** `createPlenigo` for API v3: puts the middlewares together around one client. */

import type { Request } from 'express';
import type { OfRequest, PageSettings } from '../middleware/selling.js';
import { type Middlewares, middlewaresOf } from '../middlewares.js';
import { createClient, type PlenigoClient } from './client.js';
import { CustomerIds } from './customer-ids.js';
import { type PlenigoOptions, resolveOptions } from './options.js';
import { createPlatform } from './platform.js';
import type { CheckoutSettings, Product } from './product.js';

/** What a route sells: a product, or several of which any opens the page; a function may answer undefined where nothing is for sale. */
export type RouteProducts<Req = Request> = OfRequest<Product | readonly Product[] | undefined, Req>;

/** What a gate asks for: access rights, or products that its buttons sell as well; any opens it. */
export type GateProducts<Req = Request> = OfRequest<GateProduct | readonly GateProduct[] | undefined, Req>;

type GateProduct = string | Product;

/** The settings of a checkout route. */
export interface RouteSettings extends CheckoutSettings, Omit<PageSettings, 'mode' | 'metered'> {}

/** What `createPlenigo` returns: the middlewares of one site, all sharing one client. */
export interface Plenigo extends Middlewares<Product, RouteSettings, GateProduct> {
  /** The REST calls; shares connections and the circuit breaker with the middlewares. */
  readonly client: PlenigoClient;
}

/** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function createPlenigo(options: PlenigoOptions): Plenigo {
  const config = resolveOptions(options);
  const client = createClient(config);
  const platform = createPlatform(config, { client, customerIds: new CustomerIds() });
  const { site: _site, ...middlewares } = middlewaresOf<Product, RouteSettings, GateProduct>(config, {
    platform,
    signer: config.signer,
  });
  return { ...middlewares, client };
}
