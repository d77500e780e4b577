/** Offers: what a page was rendered to sell to one reader, sealed, so that a click can ask for just that and nothing else. */

import { isObject } from '../base/check.js';
import type { Terms } from '../platform/sale.js';
import type { Site } from '../visit/site.js';

export interface Offer {
  readonly terms: Terms;
  /** The products of which any opens the page: asked for on the click; empty: do not ask. */
  readonly ids: readonly string[];
}

/** Tabs stay open for a working day; prices and sessions do not live much longer. */
const LIFETIME_SECONDS = 24 * 60 * 60;

/** An offer is good for one reader of one site: a sister site of the same company may have other prices. */
const boundTo = ({ config }: Site, userId: string) => JSON.stringify([config.siteOrigin, userId]);

export function sealOffer(site: Site, { offer, userId }: { offer: Offer; userId: string }): string {
  const exp = Math.floor(Date.now() / 1000) + LIFETIME_SECONDS;
  return site.sealer.sign({ ...offer, exp }, boundTo(site, userId));
}

/** The offer, or undefined if it is not ours, not this user's, or too old. */
export function openOffer(site: Site, { token, userId }: { token: unknown; userId: string }): Offer | undefined {
  if (typeof token !== 'string') return undefined;
  // Whatever this key has signed is an offer: it signs nothing else.
  const claims = site.sealer.verify(token, boundTo(site, userId)) as (Offer & { exp: number }) | undefined;
  if (claims === undefined || claims.exp <= Date.now() / 1000) return undefined;
  return { ids: claims.ids, terms: withoutPrototypes(claims.terms) as Terms };
}

/** What was left out was not offered, whatever other objects inherit. */
function withoutPrototypes(json: unknown): unknown {
  if (!isObject(json) || Array.isArray(json)) return json;
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(json)) fields[name] = withoutPrototypes(value);
  return fields;
}
