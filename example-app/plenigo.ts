// plenigo, by the API that the options are for: the only file that knows which of the two it is. A site has one, and needs no such file.
import { type AccessOptions, createPlenigo, type OfRequest, type Plenigo, type PlenigoOptions } from 'express-plenigo';
import {
  createPlenigo as createV3,
  type PlenigoOptions as V3Options,
  type RouteSettings as V3Settings,
} from 'express-plenigo/v3';
import { freeNotes, type Offer } from './products.js';

/** Of either API. */
export type Service = PlenigoOptions | V3Options;
export type Options = Service & { baseUrl: string };

/** What the reader has of what was asked for, each with the end of what is paid for; a subscription has one. */
export type Owned = ReadonlyMap<string, Date | undefined>;

interface Settings extends Pick<V3Settings, 'openedBy' | 'checkAccess'> {
  /** Only with API v2: v3 counts no views, */
  metered?: boolean;
  /** and makes nothing before the click anyway. */
  mode?: 'click';
}

/** What the routes use of plenigo. */
export interface Shop extends Pick<Plenigo, 'register' | 'router' | 'cspDirectives' | 'changeEmail' | 'redeemVoucher'> {
  /** So many notes are free in a month. */
  readonly freeNotes: number;
  checkout(
    offers: OfRequest<Offer | readonly Offer[]>,
    settings?: OfRequest<Settings>,
  ): ReturnType<Plenigo['checkout']>;
  requireAccess(offers: readonly Offer[], options: AccessOptions): ReturnType<Plenigo['requireAccess']>;
  /** The self-service pages, one in the element of each id. */
  account(): ReturnType<Plenigo['account']>;
  /** Which of these the reader has. @throws PlenigoError. */
  ownedBy(userId: string, ids: readonly string[]): Promise<Owned>;
}

/** What every page of this site has in common. */
const common = {
  // A page for subscribers sends those who are not logged in to the site's own login, which leads back to it.
  loginUrl: '/login',
  // Buttons say what plenigo asks.
  prices: true,
};

/** A value, or what a function of the request gives, turned into something else. */
const map =
  <T, U>(value: OfRequest<T>, turn: (value: T) => U): OfRequest<U> =>
  (...request) => {
    const found =
      typeof value === 'function' ? (value as (...args: typeof request) => T | Promise<T>)(...request) : value;
    return found instanceof Promise ? found.then(turn) : turn(found);
  };

/** Who can subscribe here can cancel here. */
const parts = [
  { snippet: 'SUBSCRIPTION', elementId: 'subscriptions' },
  { snippet: 'ORDER', elementId: 'orders' },
  { snippet: 'PERSONAL_DATA', elementId: 'personal-data' },
] as const;

export const connect = (options: Options): Shop => ('apiToken' in options ? withV3(options) : withV2(options));

function withV2(options: PlenigoOptions & { baseUrl: string }): Shop {
  // On election night the publisher opens everything to everybody, by a switch at plenigo.
  const plenigo = createPlenigo({ ...options, ...common, paywallSwitch: true });
  const loggedOutRedirectUrl = new URL('/login?returnTo=/account', options.baseUrl).href;
  return {
    ...plenigo,
    freeNotes,
    checkout: (offers, settings = {}) =>
      plenigo.checkout(
        map(offers, (found) => productsOf(found, 'product')),
        settings,
      ),
    requireAccess: (offers, access) => plenigo.requireAccess(productsOf(offers, 'product'), access),
    account: () => plenigo.account(parts, { loggedOutRedirectUrl }),
    async ownedBy(userId, ids) {
      const bought = await plenigo.client.boughtAmong({ externalUserId: userId }, ids);
      return new Map(bought.map(({ productId, until }) => [productId, until]));
    },
  };
}

function withV3(options: V3Options): Shop {
  const plenigo = createV3({ ...options, ...common });
  return {
    ...plenigo,
    freeNotes: 0,
    checkout: (offers, settings = {}) =>
      plenigo.checkout(
        map(offers, (found) => productsOf(found, 'v3')),
        map(settings, ({ metered: _metered, mode: _mode, ...rest }) => rest),
      ),
    requireAccess: (offers, access) => plenigo.requireAccess(productsOf(offers, 'v3'), access),
    account: () => plenigo.account(parts),
    async ownedBy(userId, ids) {
      const customer = await plenigo.client.findCustomer({ externalSystemId: userId });
      if (!customer || !(await plenigo.client.hasAccess(customer.customerId, ids))) return new Map();
      const { items } = await plenigo.client.accessRights(customer.customerId);
      const now = new Date();
      const isGood = ({ blocked, lifeTimeEnd }: (typeof items)[number]) => !blocked && (lifeTimeEnd ?? now) >= now;
      return new Map(
        items.filter(isGood).map(({ accessRightUniqueId, lifeTimeEnd }) => [accessRightUniqueId, lifeTimeEnd]),
      );
    },
  };
}

/** One or several, as they are sold by one of the APIs. */
function productsOf<Api extends 'product' | 'v3'>(
  offers: Offer | readonly Offer[],
  api: Api,
): Offer[Api] | Offer[Api][] {
  return Array.isArray(offers) ? offers.map((offer: Offer) => offer[api]) : (offers as Offer)[api];
}
